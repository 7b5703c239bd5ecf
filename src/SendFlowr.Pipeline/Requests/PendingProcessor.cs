using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>The open requests of a task's people: plans them, revises them as signals and lanes change, fires them at their instant.</summary>
/// <remarks>
/// The timers are a cache of the pending rows, rebuilt when the task starts. A due trigger waits until the task has read all that lies in its
/// inputs, a minute at most, so that a breaker that came before the instant wins even in a backlog.
/// </remarks>
internal sealed class PendingProcessor : IProcessor
{
    private const int DecisionsPerSlice = 64;
    private const int DecisionsPerFlush = 32;

    private readonly RequestGuards _guards;
    private readonly LaneEstimates _lanes = new();
    private readonly RequestDecider _decider;
    private readonly RequestLifecycle _life;
    private readonly Replanner _replanner;
    private readonly byte[] _row = new byte[TimeRow.SizeBytes];
    private IProcessorContext _context = null!;
    private ITable _task = null!;

    public PendingProcessor(SignalRules rules, int horizonMinutes, PersonClocks clocks, RequestGuards guards)
    {
        _guards = guards;
        _decider = new RequestDecider(rules, horizonMinutes, clocks, _lanes);
        _life = new RequestLifecycle(_decider, guards);
        _replanner = new Replanner(_life, _lanes);
    }

    private Timestamp Now => new(Math.Max(_context.NowMilliseconds, 0));

    public void Init(IProcessorContext context)
    {
        _context = context;
        _task = context.Table(PersonTables.Task);
        _lanes.Init(context.Table(RequestTables.LaneEstimates));
        _life.Init(context);
        _replanner.Init(context);
    }

    public void Process(in Record record)
    {
        switch (record.Source)
        {
            case PersonTopology.HopsSource:
                Take(RequestStep.Read(Schemas.RequestStep.Body(record.Value)));
                break;
            case PersonTopology.LanesSource:
                if (_lanes.Take(Schemas.Lane.Body(record.Value)))
                {
                    _context.RequestPunctuation();
                }

                break;
            default:
                _decider.ForgetPriors();
                break;
        }
    }

    /// <summary>Fires first; then what is left of the slice goes to what has to be decided anew.</summary>
    public void Punctuate(long nowMilliseconds)
    {
        Timestamp now = new(Math.Max(nowMilliseconds, 0));
        int budget = FireDue(now, DecisionsPerSlice);
        budget = _replanner.FollowSignals(now, budget);
        budget = _replanner.Refresh(now, budget);
        if (_replanner.FollowLanes(now, budget) || budget == 0)
        {
            _context.RequestPunctuation();
        }
    }

    /// <summary>What changed in this transaction is decided anew in it, as far as the slice goes.</summary>
    public void Flush()
    {
        if (_replanner.FollowSignals(Now, DecisionsPerFlush) == 0)
        {
            _context.RequestPunctuation();
        }

        _life.CompactTimers();
        WriteNextDue();
    }

    private void Take(RequestStep step)
    {
        switch (step.Kind)
        {
            case RequestStepKind.Plan:
                _life.Plan(step, Now);
                break;
            case RequestStepKind.Cancel:
                _life.Cancel(step.RequestId, Now);
                break;
            default:
                throw new InvalidDataException($"A step of kind {step.Kind} does not belong to a person.");
        }

        if (_life.Triggers.TryPeek(out TimerHeap.Entry entry) && entry.DueMilliseconds <= Now.EpochMilliseconds)
        {
            _context.RequestPunctuation();
        }
    }

    private int FireDue(Timestamp now, int budget)
    {
        while (budget > 0 && TryPeekTrigger(out TimerHeap.Entry entry) && entry.DueMilliseconds <= now.EpochMilliseconds)
        {
            bool isPatient = now.EpochMilliseconds < entry.DueMilliseconds + _guards.PatienceMilliseconds;
            if (isPatient && !_context.IsCaughtUp)
            {
                _context.RequestPunctuation();
                break;
            }

            _life.Triggers.RemoveFirst();
            _life.Fire(entry.Key, now);
            budget--;
        }

        return budget;
    }

    /// <summary>The earliest trigger that still stands; what became stale is dropped on the way.</summary>
    private bool TryPeekTrigger(out TimerHeap.Entry entry)
    {
        while (_life.Triggers.TryPeek(out entry))
        {
            if (_life.Open.TriggerOf(entry.Key) == entry.DueMilliseconds)
            {
                return true;
            }

            _life.Triggers.RemoveFirst();
        }

        return false;
    }

    /// <summary>Tells the driver's owner when the next trigger or refresh is due, so that it can wake then.</summary>
    private void WriteNextDue()
    {
        long due = TryPeekTrigger(out TimerHeap.Entry trigger) ? trigger.DueMilliseconds : long.MaxValue;
        due = _life.Refreshes.TryPeek(out TimerHeap.Entry refresh) ? Math.Min(due, refresh.DueMilliseconds) : due;
        bool isWritten = _task.TryGet(PersonTables.NextDue, out ReadOnlySpan<byte> row);
        if (due == long.MaxValue)
        {
            _task.Delete(PersonTables.NextDue);
        }
        else if (!isWritten || TimeRow.Read(row) != due)
        {
            TimeRow.Write(_row, due);
            _task.Put(PersonTables.NextDue, _row);
        }
    }
}
