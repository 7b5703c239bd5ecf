using SendFlowr.Model.Time;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>
/// Decides open requests anew where something changed: of people whose signals changed, of lanes whose latency moved, and once as a trigger
/// comes within a day. Works off a bounded number of decisions at a time; what is left is in rows.
/// </summary>
internal sealed class Replanner
{
    private const int PeopleAtOnce = 64;

    private readonly RequestLifecycle _life;
    private readonly LaneEstimates _lanes;
    private readonly List<RowKey> _people = [];
    private readonly Queue<RowKey> _ofLane = new();
    private readonly RowVisitor _collect;
    private bool _isLookingThrough;
    private long _lookedAtMedian;
    private ITable _due = null!;

    public Replanner(RequestLifecycle life, LaneEstimates lanes)
    {
        _life = life;
        _lanes = lanes;
        _collect = (key, _) => _people.Add(key);
    }

    public void Init(IProcessorContext context) => _due = context.Table(RequestTables.ReplansDue);

    /// <summary>Decides anew for people whose signals changed. Returns what is left of the budget; none when more is to be done.</summary>
    public int FollowSignals(Timestamp now, int budget)
    {
        while (budget > 0 && _due.Count > 0)
        {
            _people.Clear();
            TableCursor cursor = default;
            _due.Scan(ref cursor, PeopleAtOnce, _collect);
            foreach (RowKey person in _people)
            {
                budget = FollowSignals(person, now, budget);
                if (budget == 0)
                {
                    break;
                }
            }
        }

        return budget;
    }

    /// <summary>Decides anew what is planned by a latency that no longer holds, where the trigger is less than a day away.</summary>
    public int FollowLanes(Timestamp now, int budget)
    {
        while (budget > 0 && (_isLookingThrough || StartLane(now)))
        {
            while (budget > 0 && _ofLane.TryDequeue(out RowKey key))
            {
                if (_life.Open.Row(key) is { } row && LaneEstimates.IsMaterial(row.LatencyMilliseconds, _lookedAtMedian))
                {
                    _life.Reconsider(key, now);
                    budget--;
                }
            }

            if (_ofLane.Count == 0)
            {
                _lanes.LookedThrough(_lookedAtMedian);
                _isLookingThrough = false;
            }
        }

        return budget;
    }

    /// <summary>Decides anew, once, what comes within a day of its trigger.</summary>
    public int Refresh(Timestamp now, int budget)
    {
        TimerHeap due = _life.Refreshes;
        while (budget > 0 && due.TryPeek(out TimerHeap.Entry entry) && entry.DueMilliseconds <= now.EpochMilliseconds)
        {
            due.RemoveFirst();
            if (_life.Open.Row(entry.Key) is { IsRefreshed: false } row
                && row.Trigger.EpochMilliseconds - entry.DueMilliseconds == RequestLifecycle.RefreshAheadMilliseconds)
            {
                _life.Reconsider(entry.Key, now, isRefresh: true);
                budget--;
            }
        }

        return budget;
    }

    private int FollowSignals(RowKey person, Timestamp now, int budget)
    {
        ReplanRow row = _due.TryGet(person, out ReadOnlySpan<byte> bytes) ? ReplanRow.Read(bytes) : new ReplanRow(null, "");
        foreach (RowKey key in _life.Open.KeysOf(person, row.Behind))
        {
            if (budget == 0)
            {
                _due.Put(person, row.ToBytes());
                return 0;
            }

            if (_life.Open.Find(key) is { } open && row.Includes(open.Request.Channel))
            {
                _life.Reconsider(key, now);
                budget--;
            }

            row = row with { Behind = key };
        }

        _due.Delete(person);
        return budget;
    }

    private bool StartLane(Timestamp now)
    {
        if (!_lanes.TryNextMoved(out RowKey lane, out _lookedAtMedian))
        {
            return false;
        }

        ulong number = LaneEstimates.NumberOf(lane);
        long horizon = now.EpochMilliseconds + RequestLifecycle.RefreshAheadMilliseconds;
        foreach (ref readonly TimerHeap.Entry entry in _life.Triggers.Entries)
        {
            if (entry.Lane == number && entry.DueMilliseconds <= horizon)
            {
                _ofLane.Enqueue(entry.Key);
            }
        }

        _isLookingThrough = true;
        return true;
    }
}
