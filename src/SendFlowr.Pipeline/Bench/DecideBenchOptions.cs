namespace SendFlowr.Pipeline.Bench;

/// <summary>Size of a measurement of decisions. Immutable.</summary>
public sealed record DecideBenchOptions
{
    /// <summary>An empty directory to work in; its owner removes it.</summary>
    public required string Directory { get; init; }

    /// <summary>People asked about, 1 or more. Default 10,000.</summary>
    public long People { get; init; } = 10_000;

    public long Seed { get; init; } = 1;

    public required TimeProvider Time { get; init; }
}
