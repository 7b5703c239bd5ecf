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
    private const int RowsAtOnce = 2_000;
    private const int RowsPerSlice = 40_000;

    private readonly RequestLifecycle _life;
    private readonly LaneEstimates _lanes;
    private readonly List<RowKey> _people = [];
    private readonly Queue<RowKey> _ofLane = new();
    private readonly RowVisitor _collect;
    private readonly RowVisitor _collectOfLane;
    private LaneLook? _look;
    private ITable _due = null!;

    public Replanner(RequestLifecycle life, LaneEstimates lanes)
    {
        _life = life;
        _lanes = lanes;
        _collect = (key, _) => _people.Add(key);
        _collectOfLane = CollectOfLane;
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

    /// <summary>
    /// Decides anew what is planned by a latency that no longer holds, where the trigger is less than a day away. Whether more is to be done.
    /// </summary>
    public bool FollowLanes(Timestamp now, int budget)
    {
        int rows = 0;
        while (_look is not null || _lanes.HasMoved)
        {
            _look ??= LaneLook.At(_lanes);
            while (_ofLane.Count > 0 && budget > 0)
            {
                _life.Reconsider(_ofLane.Dequeue(), now);
                budget--;
            }

            if (budget == 0 || rows >= RowsPerSlice)
            {
                return true;
            }

            if (_look.IsOver)
            {
                _lanes.LookedThrough(_look.Median);
                _look = null;
            }
            else
            {
                _look.IsOver = !_life.Open.Visit(ref _look.Cursor, RowsAtOnce, _collectOfLane);
                rows += RowsAtOnce;
            }
        }

        return false;
    }

    /// <summary>Decides anew, once, what comes within a day of its trigger.</summary>
    public int Refresh(Timestamp now, int budget)
    {
        TimerHeap due = _life.Refreshes;
        while (budget > 0 && due.TryPeek(out TimerHeap.Entry entry) && entry.DueMilliseconds <= now.EpochMilliseconds)
        {
            due.RemoveFirst();
            if (_life.Open.AwaitsRefresh(entry.Key, entry.DueMilliseconds + RequestLifecycle.RefreshAheadMilliseconds))
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

    /// <summary>What is planned further ahead is refreshed later anyway.</summary>
    private void CollectOfLane(RowKey key, ReadOnlySpan<byte> row)
    {
        if (PendingRow.LaneOf(row) == _look!.Lane && PendingRow.IsRefreshedOf(row) && LaneEstimates.IsMaterial(PendingRow.LatencyOf(row), _look.Median))
        {
            _ofLane.Enqueue(key);
        }
    }

    /// <summary>A look through all open requests for those of one lane.</summary>
    private sealed class LaneLook
    {
        public TableCursor Cursor;

        /// <summary>All rows were seen.</summary>
        public bool IsOver { get; set; }

        public required uint Lane { get; init; }

        /// <summary>Of the lane when the look began.</summary>
        public required long Median { get; init; }

        public static LaneLook At(LaneEstimates lanes)
        {
            (RowKey lane, long median) = lanes.NextMoved;
            return new LaneLook { Lane = LaneEstimates.NumberOf(lane), Median = median };
        }
    }
}
