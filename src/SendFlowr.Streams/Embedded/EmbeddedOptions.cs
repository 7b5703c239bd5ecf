namespace SendFlowr.Streams.Embedded;

/// <summary>Settings of the embedded engine. Checked when the engine opens. Immutable.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>The data directory; created when it is not there.</summary>
    public required string Directory { get; init; }

    /// <summary>Threads that run tasks, 1 to 256; 1 runs them in the calling thread. Default: the number of processors.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Most records a task processes in one step, 1 or more. Default 8192.</summary>
    public int MaxRecordsPerTaskPerStep { get; init; } = 8192;

    /// <summary>
    /// Bytes of input, output and changed rows after which the tasks of a step take no more records, shared evenly by the tasks that have
    /// something to do, 64 KiB to 256 MiB. A single record may exceed it. Default 32 MiB.
    /// </summary>
    public long MaxBytesPerStep { get; init; } = 32L << 20;

    /// <summary>Length after which the log goes on in a new file, 4 KiB to 1 GiB. Default 64 MiB.</summary>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Bytes of log after which a task gets a new snapshot, 4 KiB or more. Larger: less writing, slower start. Default 256 MiB.
    /// </summary>
    public long SnapshotAfterLogBytes { get; init; } = 256L << 20;

    /// <summary>Memory for recent frames, so that a following task need not read the disk, 0 or more. Default 64 MiB.</summary>
    public long TailCacheBytes { get; init; } = 64L << 20;

    /// <summary>Time between two punctuations of a task, more than zero. Default 1 s.</summary>
    public TimeSpan PunctuateEvery { get; init; } = TimeSpan.FromSeconds(1);

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Directory);
        CheckRange(nameof(Workers), Workers, 1, 256);
        CheckRange(nameof(MaxRecordsPerTaskPerStep), MaxRecordsPerTaskPerStep, 1, int.MaxValue);
        CheckRange(nameof(MaxBytesPerStep), MaxBytesPerStep, 64 << 10, 256 << 20);
        CheckRange(nameof(SegmentBytes), SegmentBytes, 4 << 10, 1 << 30);
        CheckRange(nameof(SnapshotAfterLogBytes), SnapshotAfterLogBytes, 4 << 10, long.MaxValue);
        CheckRange(nameof(TailCacheBytes), TailCacheBytes, 0, long.MaxValue);
        CheckRange(nameof(PunctuateEvery), (long)PunctuateEvery.TotalMilliseconds, 1, int.MaxValue);
    }

    private static void CheckRange(string name, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            throw new ArgumentException($"{nameof(EmbeddedOptions)}.{name} is {value}; it must be {least} to {most}.");
        }
    }
}
