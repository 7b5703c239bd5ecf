using SendFlowr.Model.Decisions;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Requests;

/// <summary>A decision about a request, with the rows it was computed from. Immutable.</summary>
internal sealed record RequestDecision(Decision Decision, byte[] TimingRow, PersonClock Clock, byte[] SignalRow, LaneSummary Lane)
{
    /// <summary>Whether a send is allowed at all.</summary>
    public bool IsAllowed => Decision.TargetTimestamp is not null;

    /// <summary>The final state that "do not send" means: expired when time is what lacks, suppressed when a breaker forbids it.</summary>
    public RequestState Final => Decision.BindingConstraint is Decider.WindowConstraint or Decider.LatencyConstraint
        ? RequestState.Expired
        : RequestState.Suppressed;

    /// <summary>What was subtracted, in milliseconds.</summary>
    public int LatencyMilliseconds => (int)Math.Round(Decision.LatencyEstimateSeconds * 1000);
}
