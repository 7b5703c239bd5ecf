namespace SendFlowr.Model.Latency;

/// <summary>What a decision uses of a lane's measured latency.</summary>
/// <remarks>The default value, no observation, means that nothing was measured. Immutable.</remarks>
/// <param name="MedianMilliseconds">0 … seven days; without meaning when <paramref name="Count"/> is 0.</param>
/// <param name="Count">Observations behind the median, 0 … 256.</param>
public readonly record struct LaneSummary(long MedianMilliseconds, int Count);
