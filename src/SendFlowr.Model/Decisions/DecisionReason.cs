using SendFlowr.Model.Latency;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>The one line that says why.</summary>
internal static class DecisionReason
{
    public static string Chosen(DecisionInput input, DecisionPath path, Timestamp target, string? moved, LatencyEstimate latency)
    {
        string choice = path switch
        {
            _ when input.HeldTarget is { } held => target == held
                ? "the arrival that was planned"
                : "the earliest arrival still possible, after the one that was planned",
            _ when input.Urgent => "the earliest instant that nothing forbids, as the request is urgent",
            _ when input.Arm == DecisionArm.Fixed => "the earliest allowed instant, as the arm says",
            DecisionPath.Fallback => "nothing is known of the person or the population yet, so the earliest allowed minute",
            DecisionPath.Hour => "best hour of the window",
            _ => "best minute of the window",
        };
        string behind = moved is null ? "" : $"; {moved} ruled out a better one";
        return $"{choice}{behind}; {LatencyOf(latency, input.Provider, input.Channel)}";
    }

    public static string Silenced(DecisionInput input, BreakerInterval last)
    {
        string beyond = input.HeldTarget is null ? "the window" : "the planned arrival or its trigger";
        return last.Until is { } until
            ? $"do not send: {last.Signal} lasts until {PlainWords.Instant(until)}, beyond {beyond}"
            : $"do not send: {last.Signal} has no end";
    }

    public static string TooSlow(DecisionInput input, LatencyEstimate latency)
    {
        Timestamp arrival = new(input.Now.EpochMilliseconds + latency.Milliseconds);
        return $"do not send: triggered now it would arrive {PlainWords.Instant(arrival)}, after the window ends "
            + $"{PlainWords.Instant(input.SendBefore)}; {LatencyOf(latency, input.Provider, input.Channel)}";
    }

    public static string LatencyOf(LatencyEstimate latency, string provider, string channel)
    {
        string lane = provider.Length == 0 ? channel : new Lane(provider, channel).ToString();
        return latency.Source switch
        {
            LatencySource.Measured => $"latency {PlainWords.Seconds(latency.Seconds)}, median of "
                + $"{PlainWords.Count(latency.Observations, "delivery", "deliveries")} by {lane}",
            LatencySource.Off => "latency 0 s, as the arm does not compensate it",
            LatencySource.Hint => $"latency {PlainWords.Seconds(latency.Seconds)} as hinted, nothing is measured for {lane}",
            _ => $"latency 0 s, as nothing is measured for {lane} and no hint was given",
        };
    }
}
