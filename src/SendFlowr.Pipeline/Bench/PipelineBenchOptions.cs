namespace SendFlowr.Pipeline.Bench;

/// <summary>Size of a throughput measurement. Immutable.</summary>
public sealed record PipelineBenchOptions
{
    /// <summary>An empty directory to work in; its owner removes it.</summary>
    public required string Directory { get; init; }

    /// <summary>Events, 1 or more. Default 1,000,000.</summary>
    public long Events { get; init; } = 1_000_000;

    /// <summary>People the events are about, 1 or more. Default 100,000.</summary>
    public long People { get; init; } = 100_000;

    /// <summary>Person tasks, 1 or more.</summary>
    public int Partitions { get; init; } = Environment.ProcessorCount;

    public long Seed { get; init; } = 1;

    /// <summary>Time between two syncs of the log. Default 1 s.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(1);

    public required TimeProvider Time { get; init; }
}
