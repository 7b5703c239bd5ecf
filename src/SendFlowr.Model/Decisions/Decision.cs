using SendFlowr.Model.Curves;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>The answer to one question: when to trigger a send, or not to send, and everything that explains it.</summary>
/// <remarks>Immutable. A function of <see cref="DecisionInput"/> alone, but for <see cref="DecisionId"/>, which the caller gives.</remarks>
public sealed record Decision
{
    /// <summary>Given by the caller (<c>decision with { DecisionId = … }</c>); empty until then.</summary>
    public string DecisionId { get; init; } = "";

    public required string UniversalId { get; init; }

    public required string ResolvedBy { get; init; }

    /// <summary>0 … 1.</summary>
    public required double ResolutionConfidence { get; init; }

    public required string Channel { get; init; }

    public required string Provider { get; init; }

    /// <summary>Decision time.</summary>
    public required Timestamp DecidedAt { get; init; }

    public required Timestamp SendAfter { get; init; }

    public required Timestamp SendBefore { get; init; }

    public required DecisionResolution Resolution { get; init; }

    public DecisionArm Arm { get; init; }

    /// <summary>The earliest arrival that nothing forbids was asked for, not the best one.</summary>
    public bool Urgent { get; init; }

    /// <summary>The arrival that was chosen before and judged again; null when one was to be chosen.</summary>
    public Timestamp? HeldTarget { get; init; }

    public required int HorizonMinutes { get; init; }

    /// <summary>UTC minute of the week of the target, 0 … 10079; null: do not send.</summary>
    public int? TargetMinuteUtc { get; init; }

    /// <summary>When the message should arrive, within the window; null: do not send.</summary>
    public Timestamp? TargetTimestamp { get; init; }

    /// <summary>Target − latency, never before <see cref="DecidedAt"/>; null: do not send.</summary>
    public Timestamp? TriggerTimestamp { get; init; }

    /// <summary>Time from trigger to arrival that was subtracted.</summary>
    public required double LatencyEstimateSeconds { get; init; }

    public required LatencySource LatencySource { get; init; }

    /// <summary>Measured deliveries behind the estimate.</summary>
    public required int LatencyObservations { get; init; }

    /// <summary>Share of the target's mass that is the person's own evidence × confidence of the identity, 0 … 1; 0 without a target.</summary>
    public required double ConfidenceScore { get; init; }

    /// <summary>Mass of P over the horizon at the target × the bounded product of (1 + ω); 0 without a target.</summary>
    public required double Score { get; init; }

    public required string ModelVersion { get; init; }

    public required long PriorsVersion { get; init; }

    public required string PriorsDigest { get; init; }

    public required string PolicyVersion { get; init; }

    /// <summary>One line of plain words; <see cref="Decider.WindowPassedReason"/> when the window had ended.</summary>
    public required string Reason { get; init; }

    public required DecisionPath Path { get; init; }

    /// <summary>
    /// What kept the message from a better time or from being sent: the name of a breaker, <see cref="Decider.LatencyConstraint"/>
    /// or <see cref="Decider.WindowConstraint"/>; null when nothing did.
    /// </summary>
    public string? BindingConstraint { get; init; }

    /// <summary>At most five, best first.</summary>
    public required IReadOnlyList<DecisionAlternative> Alternatives { get; init; }

    /// <summary>Minute of the week, in the person's clock, with the most mass of P_base over the horizon, 0 … 10079; the first of equals.</summary>
    public required int BaseCurvePeakMinute { get; init; }

    /// <summary>Every signal in force at decision time, in the order of the policy.</summary>
    public required IReadOnlyList<AppliedWeight> AppliedWeights { get; init; }

    /// <summary>The breakers of the channel that are active at decision time or in the window.</summary>
    public required IReadOnlyList<BreakerInterval> Breakers { get; init; }

    /// <summary>A breaker is active at decision time, also when the decision could move behind it.</summary>
    public required bool Suppressed { get; init; }

    /// <summary>Entries of the person's evidence that carry weight, 0 … 256.</summary>
    public required int EvidenceCount { get; init; }

    /// <summary>Share of the target's mass that is the person's own evidence, 0 … 1; 0 without a target.</summary>
    public required double OwnShare { get; init; }

    /// <summary>
    /// The parts of the curve in the middle of the horizon after the target, by their numbers; those under half a percent are left out. None without a
    /// target.
    /// </summary>
    public IReadOnlyList<CurvePartShare> Parts { get; init; } = [];

    /// <summary>Calibrated chance that the person engages within the horizon when the message arrives at the target, 0 … 1, signals aside; 0 without a target.</summary>
    public double Chance { get; init; }

    /// <summary>How far the person's clock is ahead of UTC at the target, or at decision time without one.</summary>
    public int UtcOffsetMinutes { get; init; }
}
