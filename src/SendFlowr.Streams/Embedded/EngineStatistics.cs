namespace SendFlowr.Streams.Embedded;

/// <summary>Counters since the engine was opened, and what opening found. A copy: it does not move.</summary>
public sealed record EngineStatistics
{
    public long Steps { get; init; }

    public long AbortedSteps { get; init; }

    public long Records { get; init; }

    public long Frames { get; init; }

    public long BytesWritten { get; init; }

    public long Fsyncs { get; init; }

    public long Snapshots { get; init; }

    public long SnapshotBytes { get; init; }

    /// <summary>Why the last automatic snapshot failed; null when it did not. The step itself was not affected.</summary>
    public string? LastSnapshotFailure { get; init; }

    public long SegmentsDeleted { get; init; }

    /// <summary>Bytes of frames read back from disk because a task lagged behind the tail cache.</summary>
    public long BytesReadByTasks { get; init; }

    /// <summary>Where the next frame goes.</summary>
    public long LogPosition { get; init; }

    /// <summary>Everything below survives a loss of power.</summary>
    public long SyncedPosition { get; init; }

    /// <summary>First position still on disk.</summary>
    public long LogStart { get; init; }

    /// <summary>Committed rows of all tables.</summary>
    public long Rows { get; init; }

    /// <summary>Memory the committed rows take.</summary>
    public long TableBytes { get; init; }

    public double RestoreSeconds { get; init; }

    public long RestoredFrames { get; init; }

    public long RestoredRows { get; init; }

    /// <summary>Bytes of a torn tail cut off when the log was opened; 0 after a clean stop.</summary>
    public long TornTailBytes { get; init; }

    /// <summary>One line for each thing opening found and dealt with: a torn tail cut, a bad snapshot left aside.</summary>
    public IReadOnlyList<string> OpenNotes { get; init; } = [];

    internal static EngineStatistics Of(EngineCore core, EngineSteps steps, EngineSnapshots snapshots) => new()
    {
        Steps = steps.Steps,
        AbortedSteps = steps.Aborted,
        Records = steps.Records,
        Frames = core.Log.Frames,
        BytesWritten = core.Log.BytesWritten,
        Fsyncs = core.Log.Fsyncs,
        Snapshots = core.Snapshots.Snapshots,
        SnapshotBytes = core.Snapshots.BytesWritten,
        LastSnapshotFailure = snapshots.LastFailure,
        SegmentsDeleted = core.Log.SegmentsDeleted,
        BytesReadByTasks = core.Frames.BytesReadFromDisk,
        LogPosition = core.Log.End,
        SyncedPosition = core.Log.Synced,
        LogStart = core.Log.Start,
        Rows = core.Tasks.Sum(task => task.Task.Tables.Sum(table => table.Committed.Count)),
        TableBytes = core.Tasks.Sum(task => task.Task.Tables.Sum(table => table.Committed.AllocatedBytes)),
        RestoreSeconds = core.Opened.Seconds,
        RestoredFrames = core.Opened.Frames,
        RestoredRows = core.Opened.Rows,
        TornTailBytes = core.Opened.TornTailBytes,
        OpenNotes = core.Opened.Notes,
    };
}
