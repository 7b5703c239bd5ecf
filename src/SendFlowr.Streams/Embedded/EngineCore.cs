using SendFlowr.Streams.Files;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Snapshots;

namespace SendFlowr.Streams.Embedded;

/// <summary>What an open engine consists of. Made by <see cref="EngineOpener"/>.</summary>
internal sealed class EngineCore : IDisposable
{
    public required EmbeddedOptions Options { get; init; }

    public required EngineGuards Guards { get; init; }

    public required IFileSystem Files { get; init; }

    public required IDisposable Lock { get; init; }

    public required FrameLog Log { get; init; }

    public required FrameSource Frames { get; init; }

    public required SnapshotStore Snapshots { get; init; }

    /// <summary>All tasks, by topology in the catalog's order and by partition.</summary>
    public required IReadOnlyList<EngineTask> Tasks { get; init; }

    public required OpenReport Opened { get; init; }

    /// <summary>By the catalog's number of the topic; null keeps for ever.</summary>
    public required IReadOnlyList<TimeSpan?> Retentions { get; init; }

    /// <summary>The latest time the owner gave.</summary>
    public long Now { get; set; }

    public void Dispose()
    {
        Frames.Dispose();
        Log.Dispose();
        Lock.Dispose();
    }
}

/// <summary>What opening found and did.</summary>
internal sealed record OpenReport(double Seconds, long Frames, long Rows, long TornTailBytes, IReadOnlyList<string> Notes);
