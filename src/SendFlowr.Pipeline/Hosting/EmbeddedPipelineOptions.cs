using SendFlowr.Streams.Files;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>How the pipeline runs on the embedded engine. Immutable.</summary>
public sealed record EmbeddedPipelineOptions : PipelineOptions
{
    /// <summary>The data directory; made when it is not there.</summary>
    public required string Directory { get; init; }

    /// <summary>32 bytes under which identifiers are hashed; null: the directory's own key, made at the first start.</summary>
    public byte[]? IdentityKey { get; init; }

    /// <summary>Number of partitions of partitioned topics; null: as in <c>topics/</c>. Fixed once the directory exists.</summary>
    public int? Partitions { get; init; }

    /// <summary>Threads that run tasks. Default: the number of processors.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Only fill the events topic; whoever opens the directory next processes it. For measuring the stages apart.</summary>
    public bool NormalizeOnly { get; init; }

    /// <summary>Where the log is kept; another than the machine's own in tests.</summary>
    public IFileSystem Files { get; init; } = new PhysicalFileSystem();
}
