using System.Globalization;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>A decision in plain words, one line a thought, from its record alone: it needs neither the rings nor the priors.</summary>
/// <remarks>Pure; safe for all threads. Times are UTC.</remarks>
public static class DecisionExplanation
{
    private const int UsualLines = 12;

    /// <summary>The lines, most important first; none is empty.</summary>
    public static IReadOnlyList<string> Lines(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        List<string> lines = new(UsualLines) { Answer(decision) };
        if (decision.TargetTimestamp is not null)
        {
            lines.Add(Habit(decision));
            AddParts(decision, lines);
        }

        AddSignals(decision, lines);
        lines.Add(Latency(decision));
        lines.Add(Window(decision));
        AddAlternatives(decision, lines);
        if (decision.Path != DecisionPath.Fallback)
        {
            lines.Add(Peak(decision));
        }

        lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Decided {PlainWords.Instant(decision.DecidedAt)} with model {decision.ModelVersion}, priors {decision.PriorsVersion}, policy {decision.PolicyVersion}."));
        return lines;
    }

    private static string Peak(Decision decision) =>
        $"Over the whole week, signals aside, the best minute is {PeakOf(decision)} "
        + $"(counting engagement within {PlainWords.Count(decision.HorizonMinutes, "minute", "minutes")} of arrival).";

    private static string PeakOf(Decision decision) => decision.UtcOffsetMinutes == 0
        ? PlainWords.MinuteOfWeek(decision.BaseCurvePeakMinute)
        : $"{PlainWords.ClockOf(MinuteOfWeek.Wrap(decision.BaseCurvePeakMinute))} on the person's clock";

    private static string Answer(Decision decision)
    {
        string lane = new Lane(decision.Provider, decision.Channel).ToString().Trim('/');
        if (decision.TargetTimestamp is { } target && decision.TriggerTimestamp is { } trigger)
        {
            return $"Trigger {PlainWords.Instant(trigger)} by {lane}, to arrive {PlainWords.Instant(target)}.";
        }

        return decision.BindingConstraint switch
        {
            Decider.WindowConstraint => "Do not send: the window had ended before the question was asked.",
            Decider.LatencyConstraint => $"Do not send: a message triggered now by {lane} would arrive after the window.",
            _ when decision.HeldTarget is not null => $"Do not send: {decision.BindingConstraint} forbids the arrival that was planned by {lane}.",
            _ => $"Do not send: {decision.BindingConstraint} forbids sending by {lane} to the end of the window.",
        };
    }

    private static string Habit(Decision decision)
    {
        if (decision.HeldTarget is { } held)
        {
            return decision.TargetTimestamp == held
                ? "The arrival that was planned was judged again, and nothing forbids it."
                : $"The arrival that was planned, {PlainWords.Instant(held)}, is out of reach: the earliest one possible took its place.";
        }

        if (decision.Arm == DecisionArm.Fixed)
        {
            return "Nothing of this person or of the population was used: the arm takes the earliest allowed instant.";
        }

        if (decision.Urgent)
        {
            return "The request is urgent: the earliest instant that nothing forbids was taken, whatever the person's habits.";
        }

        if (decision.Path == DecisionPath.Fallback)
        {
            return "Nothing is known of this person or of the population yet: every minute is worth the same, and the earliest was taken.";
        }

        if (decision.EvidenceCount == 0)
        {
            return "Nothing is known of this person: the answer is the habit of the population. Confidence 0 %.";
        }

        string full = decision.EvidenceCount == Rings.EvidenceRing.Capacity ? "the newest " : "";
        return $"{PlainWords.Percent(decision.OwnShare)} of the answer is this person's own habit ({full}"
            + $"{PlainWords.Count(decision.EvidenceCount, "engagement", "engagements")}), the rest the population's. "
            + $"Identified by {decision.ResolvedBy} ({PlainWords.Percent(decision.ResolutionConfidence)} sure): "
            + $"confidence {PlainWords.Percent(decision.ConfidenceScore)}.";
    }

    /// <summary>Which parts of the curve made the minute, and what the person's clock shows then.</summary>
    private static void AddParts(Decision decision, List<string> lines)
    {
        MinuteOfWeek local = MinuteOfWeek.FromEpochMinute(decision.TargetTimestamp!.Value.EpochMinute + decision.UtcOffsetMinutes);
        if (decision.Parts.Count > 0 && decision.HeldTarget is null)
        {
            // What is met lies in the horizon: its middle is the time that a person would name.
            int stretch = decision.Path == DecisionPath.Hour ? 0 : decision.HorizonMinutes / 2;
            lines.Add($"What made this minute: {CurveWords.Say(decision.Parts, local.Plus(stretch))}.");
        }

        if (decision.UtcOffsetMinutes != 0)
        {
            lines.Add($"The person's clock shows {PlainWords.ClockOf(local)} then ({PlainWords.Offset(decision.UtcOffsetMinutes)}).");
        }
    }

    private static void AddSignals(Decision decision, List<string> lines)
    {
        foreach (AppliedWeight weight in decision.AppliedWeights)
        {
            if (weight.Weight > 0)
            {
                lines.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{weight.Signal} just happened: right now engagement is {1 + weight.Weight:0.0#} times as likely, fading within the hour."));
            }
        }

        foreach (BreakerInterval breaker in decision.Breakers)
        {
            string until = breaker.Until is { } end ? $"until {PlainWords.Instant(end)}" : "for good";
            string effect = breaker.Signal != decision.BindingConstraint ? ""
                : decision.TargetTimestamp is null ? "; this is why nothing is sent"
                : "; the best minute otherwise lay within it";
            lines.Add($"{breaker.Signal} of {PlainWords.Instant(breaker.From)} forbids sending {until}{effect}.");
        }
    }

    private static string Latency(Decision decision)
    {
        LatencyEstimate estimate = new(
            (long)Math.Round(decision.LatencyEstimateSeconds * 1000), decision.LatencySource, decision.LatencyObservations);
        string words = DecisionReason.LatencyOf(estimate, decision.Provider, decision.Channel);
        return $"Between trigger and arrival: {words}.";
    }

    private static string Window(Decision decision)
    {
        string late = decision.SendAfter < decision.DecidedAt ? " (it had begun before the question)" : "";
        return $"The window allowed arrivals from {PlainWords.Instant(decision.SendAfter)} to {PlainWords.Instant(decision.SendBefore)}{late}.";
    }

    private static void AddAlternatives(Decision decision, List<string> lines)
    {
        foreach (DecisionAlternative alternative in decision.Alternatives)
        {
            string share = decision.Score > 0 ? $", {PlainWords.Percent(alternative.Score / decision.Score)} as good" : "";
            lines.Add($"Also good: {PlainWords.Instant(alternative.Target)}{share}.");
        }
    }
}
