using SendFlowr.Model.Latency;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>Chooses the minute at which a message should arrive, and from it the instant to trigger the send.</summary>
/// <remarks>
/// score(t) = (mass of P_base over [t, t + horizon)) × bounded ∏(1 + ω(t)), out while a breaker in scope is active at t or at its
/// trigger t − latency; the earliest of equals; trigger = target − latency. Pure and deterministic to the bit: only its own exp, a
/// fixed order of summation. Thread-safe with one workspace for each thread; allocates nothing but the decision.
/// </remarks>
public static class Decider
{
    public const string ModelVersion = "curve-1";

    /// <summary>Binding constraint when nothing triggered now could arrive within the window.</summary>
    public const string LatencyConstraint = "latency";

    /// <summary>Binding constraint when the window had ended before the decision.</summary>
    public const string WindowConstraint = "window";

    /// <summary>Reason when the window had ended before the decision.</summary>
    public const string WindowPassedReason = "window_passed";

    /// <summary>Answers one question.</summary>
    /// <exception cref="ArgumentException">A field of the input is out of range; the message names it.</exception>
    /// <exception cref="InvalidDataException">The signal row is damaged or of a later version.</exception>
    public static Decision Decide(DecisionInput input, DecisionWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(workspace);
        input.Validate();
        LatencyEstimate latency = input.Arm == DecisionArm.MinuteLatency
            ? LatencyEstimate.Of(input.Lane, input.LatencyHintSeconds)
            : new LatencyEstimate(0, LatencySource.Off, 0);
        ArrivalValues values = workspace.Prepare(input);
        Timestamp arrival = new(input.Now.EpochMilliseconds + latency.Milliseconds);
        CandidateWindow window = WindowOf(input, arrival);
        long lastHotMinute = input.Now.EpochMinute + (long)input.Rules.Active.TotalMinutes;
        workspace.Search.Run(window, input.Clock, values, workspace.Signals, lastHotMinute, latency.Milliseconds);
        Verdict verdict = Judge(input, workspace, window, latency);
        return Record(input, workspace, window, latency, verdict);
    }

    private static CandidateWindow WindowOf(DecisionInput input, Timestamp arrival)
    {
        Timestamp earliest = input.HeldTarget ?? input.SendAfter;
        earliest = earliest > arrival ? earliest : arrival;
        return new CandidateWindow(earliest, input.HeldTarget is null || earliest > input.SendBefore ? input.SendBefore : earliest);
    }

    private static Verdict Judge(DecisionInput input, DecisionWorkspace workspace, CandidateWindow window, LatencyEstimate latency)
    {
        if (input.SendBefore < input.Now)
        {
            return new Verdict(WindowConstraint, WindowPassedReason);
        }

        if (window.Count == 0)
        {
            return new Verdict(LatencyConstraint, DecisionReason.TooSlow(input, latency));
        }

        CandidateSearch search = workspace.Search;
        if (search.Best < 0)
        {
            BreakerInterval last = BreakerAt(workspace.Signals, window.At(window.Count - 1), latency);
            return new Verdict(last.Signal, DecisionReason.Silenced(input, last));
        }

        string? moved = search.Best == search.BestUnblocked
            ? null
            : BreakerAt(workspace.Signals, window.At(search.BestUnblocked), latency).Signal;
        return new Verdict(moved, DecisionReason.Chosen(input, PathOf(input, workspace), window.At(search.Best), moved, latency));
    }

    private static BreakerInterval BreakerAt(SignalEvaluation signals, Timestamp arrival, LatencyEstimate latency) =>
        signals.Breakers[CandidateSearch.BreakerOf(signals, arrival, latency.Milliseconds)];

    private static Decision Record(
        DecisionInput input, DecisionWorkspace workspace, CandidateWindow window, LatencyEstimate latency, Verdict verdict)
    {
        CandidateSearch search = workspace.Search;
        Timestamp? target = search.Best >= 0 ? window.At(search.Best) : null;
        Timestamp? learned = workspace.IsFallback(input) ? null : target;
        double ownShare = learned is { } chosen ? workspace.OwnShare(chosen, input) : 0;
        return new Decision
        {
            UniversalId = input.UniversalId,
            ResolvedBy = input.ResolvedBy,
            ResolutionConfidence = input.ResolutionConfidence,
            Channel = input.Channel,
            Provider = input.Provider,
            DecidedAt = input.Now,
            SendAfter = input.SendAfter,
            SendBefore = input.SendBefore,
            Resolution = input.Resolution,
            Arm = input.Arm,
            Urgent = input.Urgent,
            HeldTarget = input.HeldTarget,
            HorizonMinutes = input.HorizonMinutes,
            TargetMinuteUtc = target?.MinuteOfWeek.Value,
            TargetTimestamp = target,
            TriggerTimestamp = target is { } at ? new Timestamp(at.EpochMilliseconds - latency.Milliseconds) : null,
            LatencyEstimateSeconds = latency.Seconds,
            LatencySource = latency.Source,
            LatencyObservations = latency.Observations,
            ConfidenceScore = ownShare * input.ResolutionConfidence,
            Score = target is null ? 0 : search.ScoreAt(search.Best),
            ModelVersion = ModelVersion,
            PriorsVersion = input.Priors.Version,
            PriorsDigest = input.Priors.Digest,
            PolicyVersion = input.Rules.PolicyVersion,
            Reason = verdict.Reason,
            Path = PathOf(input, workspace),
            BindingConstraint = verdict.BindingConstraint,
            Alternatives = AlternativesOf(search, window),
            BaseCurvePeakMinute = workspace.PeakMinute,
            AppliedWeights = WeightsOf(workspace.Signals, input.Now),
            Breakers = BreakersOf(workspace.Signals, input),
            Suppressed = workspace.Signals.BreakerAt(input.Now) >= 0,
            EvidenceCount = workspace.Evidence.Count,
            OwnShare = ownShare,
            Parts = learned is { } made ? workspace.PartsOf(made, input) : [],
            Chance = learned is { } sent ? workspace.Chance(sent, input) : 0,
            UtcOffsetMinutes = input.Clock.OffsetMinutesAt((target ?? input.Now).EpochMinute),
        };
    }

    private static DecisionPath PathOf(DecisionInput input, DecisionWorkspace workspace) =>
        workspace.IsFallback(input) ? DecisionPath.Fallback
        : input.IsHourly ? DecisionPath.Hour
        : DecisionPath.Minute;

    private static DecisionAlternative[] AlternativesOf(CandidateSearch search, CandidateWindow window)
    {
        ReadOnlySpan<int> found = search.Alternatives;
        DecisionAlternative[] alternatives = found.IsEmpty ? [] : new DecisionAlternative[found.Length];
        for (int i = 0; i < found.Length; i++)
        {
            alternatives[i] = new DecisionAlternative(window.At(found[i]), search.ScoreAt(found[i]));
        }

        return alternatives;
    }

    private static List<AppliedWeight> WeightsOf(SignalEvaluation signals, Timestamp now)
    {
        const double suppressed = -1;
        List<AppliedWeight> weights = [];
        foreach (HotPathInForce hotPath in signals.HotPaths)
        {
            weights.Add(new AppliedWeight(hotPath.Signal, hotPath.Weight));
        }

        foreach (BreakerInterval breaker in signals.Breakers)
        {
            if (breaker.IsActiveAt(now))
            {
                weights.Add(new AppliedWeight(breaker.Signal, suppressed));
            }
        }

        return weights;
    }

    private static List<BreakerInterval> BreakersOf(SignalEvaluation signals, DecisionInput input)
    {
        List<BreakerInterval> breakers = [];
        foreach (BreakerInterval breaker in signals.Breakers)
        {
            if (breaker.From <= input.SendBefore && (breaker.Until is null || breaker.Until > input.Now))
            {
                breakers.Add(breaker);
            }
        }

        return breakers;
    }

    /// <summary>What bound the decision, and the line that says so.</summary>
    private readonly record struct Verdict(string? BindingConstraint, string Reason);
}
