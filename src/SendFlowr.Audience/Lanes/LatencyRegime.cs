namespace SendFlowr.Audience.Lanes;

/// <summary>How the time from trigger to arrival of a lane behaves. Immutable.</summary>
/// <remarks>
/// Each message takes median × factor of the moment × e^(σ·z), z standard normal. The factor is 1, but on a crowded lane around the full
/// hour: in the first five minutes of an hour it is that hour's own congestion, from there it falls in a line to 1 at the quarter.
/// </remarks>
/// <param name="MedianSeconds">Median when the lane is not crowded, more than 0.</param>
/// <param name="Sigma">Standard deviation of the logarithm, 0 or more.</param>
/// <param name="LeastCongestion">Smallest factor of an hour; 1 for a lane that is never crowded.</param>
/// <param name="MostCongestion">Greatest factor of an hour, not below the smallest.</param>
public sealed record LatencyRegime(double MedianSeconds, double Sigma, double LeastCongestion = 1, double MostCongestion = 1)
{
    private const int FullMinutes = 5;
    private const int CalmMinute = 15;

    /// <summary>45 s, half of the messages within ± 8 %.</summary>
    public static LatencyRegime Steady { get; } = new(45, 0.12);

    /// <summary>Four minutes, half of the messages within ± 17 %.</summary>
    public static LatencyRegime Slow { get; } = new(240, 0.25);

    /// <summary>One minute, and three to six times as much when an hour begins.</summary>
    public static LatencyRegime TopOfHour { get; } = new(60, 0.2, 3, 6);

    /// <summary>The factor at a minute of an hour whose congestion is given.</summary>
    internal static double FactorAt(int minuteOfHour, double congestion) =>
        minuteOfHour < FullMinutes ? congestion
        : minuteOfHour >= CalmMinute ? 1
        : 1 + ((congestion - 1) * (CalmMinute - minuteOfHour) / (CalmMinute - FullMinutes));
}
