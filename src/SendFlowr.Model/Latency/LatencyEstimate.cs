namespace SendFlowr.Model.Latency;

/// <summary>The latency a decision subtracts, and where it comes from.</summary>
/// <param name="Milliseconds">0 … seven days.</param>
/// <param name="Source">Measured, else hinted, else none.</param>
/// <param name="Observations">Deliveries behind a measured one; 0 otherwise.</param>
public readonly record struct LatencyEstimate(long Milliseconds, LatencySource Source, int Observations)
{
    private const double MillisecondsPerSecond = 1000;

    public double Seconds => Milliseconds / MillisecondsPerSecond;

    /// <summary>The lane's median; while nothing is measured the caller's hint, rounded to milliseconds; 0 without one.</summary>
    public static LatencyEstimate Of(LaneSummary lane, double? hintSeconds) =>
        lane.Count > 0 ? new(lane.MedianMilliseconds, LatencySource.Measured, lane.Count)
        : hintSeconds is { } hint ? new((long)Math.Round(hint * MillisecondsPerSecond), LatencySource.Hint, 0)
        : new(0, LatencySource.None, 0);
}
