using SendFlowr.Model.Decisions;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>
/// What can happen to a request of this task: it is planned, decided anew, fired, withdrawn. Every change of state is checked by
/// <see cref="RequestTransitions"/> and leaves its records in the transaction that changes the rows.
/// </summary>
internal sealed class RequestLifecycle
{
    /// <summary>Reason of a request that is one too many for its person.</summary>
    public const string TooManyPending = "too_many_pending";

    /// <summary>Reason of a request that its sender withdrew.</summary>
    public const string Withdrawn = "cancelled on request";

    /// <summary>A request planned longer ahead is decided anew once when its trigger is this near.</summary>
    public const long RefreshAheadMilliseconds = Timestamp.MillisecondsPerDay;

    private const long NoticeableMilliseconds = 1000;
    private const int LeastStaleTimers = 4096;
    private const int StaleTimersFactor = 4;

    private readonly RequestGuards _guards;
    private readonly RequestDecider _decider;
    private readonly RequestRecords _records = new();

    public RequestLifecycle(RequestDecider decider, RequestGuards guards)
    {
        _decider = decider;
        _guards = guards;
    }

    public OpenRequests Open { get; } = new();

    /// <summary>When each open request is to be triggered.</summary>
    public TimerHeap Triggers { get; private set; } = new();

    /// <summary>When those that were planned more than a day ahead are to be decided anew.</summary>
    public TimerHeap Refreshes { get; private set; } = new();

    public void Init(IProcessorContext context)
    {
        Open.Init(context);
        _decider.Init(context);
        _records.Init(context);
        BuildTimers();
    }

    /// <summary>Rebuilds the timers from the rows when most of their entries have become stale.</summary>
    public void CompactTimers()
    {
        if (Triggers.Count + Refreshes.Count > LeastStaleTimers + (StaleTimersFactor * Open.Count))
        {
            BuildTimers();
        }
    }

    /// <summary>Takes an accepted request: plans it, or ends it at once. The same one twice is taken once.</summary>
    public void Plan(RequestStep step, Timestamp now)
    {
        RowKey key = RequestDigest.KeyOf(step.RequestId);
        if (Open.IsOpen(key))
        {
            return;
        }

        OpenRequest fresh = OpenRequest.Of(key, RequestCodec.Read(step.Request), FirstRow(step));
        RequestDecision decided = _decider.Decide(fresh, now, null);
        if (Open.CountOf(fresh.Row.Person) >= RequestLimits.PendingOfPerson)
        {
            Report(fresh, null, RequestState.Cancelled, TooManyPending, decided, now);
        }
        else if (!decided.IsAllowed)
        {
            Report(fresh, null, decided.Final, decided.Decision.Reason, decided, now);
        }
        else
        {
            OpenRequest planned = Placed(fresh, RequestTransitions.Change(null, RequestState.Planned), decided, now);
            Open.Add(planned);
            Schedule(key, planned.Row);
            _records.SendDecision(planned, planned.Row.State, decided, now);
        }
    }

    /// <summary>Withdraws a request; without effect when it is no longer open.</summary>
    public void Cancel(string requestId, Timestamp now)
    {
        if (Open.Find(RequestDigest.KeyOf(requestId)) is { } open)
        {
            Settle(open, RequestState.Cancelled, Withdrawn, _decider.Decide(open, now, open.Row.Target), now);
        }
    }

    /// <summary>Decides an open request anew; a new revision when the outcome differs noticeably. False when it is no longer open.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="now">Decision time.</param>
    /// <param name="isRefresh">This is the one time that it is decided anew as its trigger comes near.</param>
    public bool Reconsider(RowKey key, Timestamp now, bool isRefresh = false)
    {
        if (Open.Find(key) is not { } open)
        {
            return false;
        }

        RequestDecision decided = _decider.Decide(open, now, null);
        if (!decided.IsAllowed)
        {
            Settle(open, decided.Final, decided.Decision.Reason, decided, now);
        }
        else if (Differs(open.Row, decided.Decision))
        {
            Revise(open, decided, now);
        }
        else if (isRefresh)
        {
            Open.Replace(open with { Row = open.Row with { IsRefreshed = true } });
        }

        return true;
    }

    /// <summary>The trigger of an open request is due: it leaves, or moves, or must not leave any more.</summary>
    public void Fire(RowKey key, Timestamp now)
    {
        OpenRequest open = Open.Find(key)!;
        RequestDecision held = _decider.Judge(open, now);
        if (!_guards.JudgeBeforeFiring && !held.IsAllowed)
        {
            held = held with { Decision = held.Decision with { TargetTimestamp = open.Row.Target, TriggerTimestamp = open.Row.Trigger } };
        }

        if (held.IsAllowed && IsTooEarly(held, now))
        {
            Revise(open, held, now);
        }
        else if (held.IsAllowed)
        {
            OpenRequest fired = Settle(open, RequestState.Triggered, held.Decision.Reason, held, now);
            _records.SendTrigger(fired, held, now);
        }
        else
        {
            FireLater(open, held, now);
        }
    }

    /// <summary>The planned arrival is forbidden: another one of the window, or none.</summary>
    private void FireLater(OpenRequest open, RequestDecision held, Timestamp now)
    {
        RequestDecision anew = held.Final == RequestState.Expired ? held : _decider.Decide(open, now, null);
        if (anew.IsAllowed)
        {
            Revise(open, anew, now);
        }
        else
        {
            Settle(open, anew.Final, anew.Decision.Reason, anew, now);
        }
    }

    /// <summary>By the newest latency the message would arrive noticeably before its target, or before the window begins or a breaker ends.</summary>
    private static bool IsTooEarly(RequestDecision held, Timestamp now)
    {
        Timestamp trigger = held.Decision.TriggerTimestamp!.Value;
        Timestamp arrival = new(now.EpochMilliseconds + held.LatencyMilliseconds);
        return trigger.EpochMilliseconds - now.EpochMilliseconds > NoticeableMilliseconds
            || (trigger > now && (arrival < held.Decision.SendAfter || held.Decision.Suppressed));
    }

    private static bool Differs(PendingRow row, Decision decision) =>
        decision.TargetTimestamp != row.Target
        || Math.Abs(decision.TriggerTimestamp!.Value.EpochMilliseconds - row.Trigger.EpochMilliseconds) > NoticeableMilliseconds;

    private void Revise(OpenRequest open, RequestDecision decided, Timestamp now)
    {
        OpenRequest next = open with { Row = open.Row with { Revision = open.Row.Revision + 1 } };
        next = Placed(next, RequestTransitions.Change(open.Row.State, RequestState.Revised), decided, now);
        Open.Replace(next);
        Schedule(next.Key, next.Row);
        _records.SendDecision(next, next.Row.State, decided, now);
    }

    /// <summary>Ends an open request.</summary>
    private OpenRequest Settle(OpenRequest open, RequestState final, string reason, RequestDecision decided, Timestamp now)
    {
        OpenRequest last = open with { Row = open.Row with { Revision = open.Row.Revision + 1 } };
        if (_guards.DropCancelled || final != RequestState.Cancelled)
        {
            Open.Remove(last);
        }

        Report(last, open.Row.State, final, reason, decided, now);
        return last;
    }

    private void Report(OpenRequest last, RequestState? from, RequestState final, string reason, RequestDecision decided, Timestamp now)
    {
        RequestTransitions.Change(from, final);
        _records.SendDecision(last, final, decided, now);
        _records.SendSettled(last, final, reason, decided, now);
    }

    private static PendingRow FirstRow(RequestStep step) => new()
    {
        State = RequestState.Planned,
        IsRefreshed = false,
        Person = step.Person!.Value,
        AcceptedAt = step.AcceptedAt!.Value,
        ReceivedAt = step.At,
        Target = default,
        LatencyMilliseconds = 0,
        Lane = 0,
        Revision = 0,
        Confidence = step.ResolutionConfidence,
        ResolvedBy = step.ResolvedBy,
    };

    private static OpenRequest Placed(OpenRequest open, RequestState state, RequestDecision decided, Timestamp now)
    {
        Timestamp trigger = decided.Decision.TriggerTimestamp!.Value;
        bool isCompensated = decided.Decision.LatencySource != LatencySource.Off;
        return open with
        {
            Row = open.Row with
            {
                State = state,
                IsRefreshed = open.Row.IsRefreshed || trigger.EpochMilliseconds - now.EpochMilliseconds <= RefreshAheadMilliseconds,
                Target = decided.Decision.TargetTimestamp!.Value,
                LatencyMilliseconds = decided.LatencyMilliseconds,
                Lane = isCompensated ? LaneEstimates.NumberOf(new Lane(open.Request.Provider, open.Request.Channel)) : 0,
            },
        };
    }

    private void BuildTimers()
    {
        Triggers = new TimerHeap();
        Refreshes = new TimerHeap();
        TableCursor cursor = default;
        while (Open.Visit(ref cursor, int.MaxValue, (key, row) => Schedule(key, PendingRow.TriggerOf(row), PendingRow.IsRefreshedOf(row))))
        {
        }
    }

    private void Schedule(RowKey key, PendingRow row) => Schedule(key, row.Trigger.EpochMilliseconds, row.IsRefreshed);

    private void Schedule(RowKey key, long trigger, bool isRefreshed)
    {
        Triggers.Add(new TimerHeap.Entry(trigger, key));
        if (!isRefreshed)
        {
            Refreshes.Add(new TimerHeap.Entry(trigger - RefreshAheadMilliseconds, key));
        }
    }
}
