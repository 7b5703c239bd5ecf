using SendFlowr.Streams.Logs;

namespace SendFlowr.Streams.Embedded;

/// <summary>Decides when a task gets a snapshot, and deletes the part of the log that nobody needs afterwards.</summary>
/// <remarks>One task at a time, so that no step waits for the snapshots of all.</remarks>
internal sealed class EngineSnapshots(EngineCore core)
{
    private long _lastAttempt = core.Log.End;

    /// <summary>Why the last automatic snapshot failed; null when it did not.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Takes the snapshot that is due, if one is. A full disk is remembered, not thrown: the step does not need it.</summary>
    public void TakeIfDue()
    {
        EngineTask? oldest = core.Tasks.MinBy(PositionOf);
        long end = core.Log.End;
        if (oldest is null
            || end - PositionOf(oldest) < core.Options.SnapshotAfterLogBytes
            || end - _lastAttempt < core.Options.SnapshotAfterLogBytes / core.Tasks.Count)
        {
            return;
        }

        _lastAttempt = end;
        TryTake([oldest]);
    }

    public void TakeAll() => Take(core.Tasks);

    /// <summary>On a clean stop: those tasks whose restart would read more than the threshold. It can be done without, too.</summary>
    public void TakeOverdue() =>
        TryTake([.. core.Tasks.Where(task => core.Log.End - PositionOf(task) >= core.Options.SnapshotAfterLogBytes)]);

    private long PositionOf(EngineTask task) => core.Snapshots.Newest(task.Task.Id) ?? core.Log.Start;

    private void TryTake(IReadOnlyList<EngineTask> tasks)
    {
        try
        {
            Take(tasks);
            LastFailure = null;
        }
        catch (DiskFullException exception)
        {
            LastFailure = exception.Message;
        }
    }

    private void Take(IReadOnlyList<EngineTask> tasks)
    {
        if (core.Guards.SnapshotAfterSync)
        {
            core.Log.Sync();
        }

        foreach (EngineTask task in tasks)
        {
            core.Snapshots.Take(task.Task, core.Log.Health, core.Log.End);
        }

        while (IsFirstSegmentUnneeded())
        {
            core.Log.DeleteFirstSegment();
        }
    }

    /// <summary>
    /// Whether every kept snapshot is newer than the first segment, every task has read past it, and its records are older than their topics keep.
    /// </summary>
    private bool IsFirstSegmentUnneeded()
    {
        IReadOnlyList<Segment> segments = core.Log.Segments;
        if (segments.Count < 2)
        {
            return false;
        }

        Segment first = segments[0];
        Segment next = segments[1];
        foreach (EngineTask task in core.Tasks)
        {
            if ((core.Snapshots.Oldest(task.Task.Id) ?? 0) < next.Start)
            {
                return false;
            }

            foreach ((int source, int topic, int partition) in task.Input.Inputs)
            {
                if (topic < next.FirstOffsets.TopicCount && task.Task.Committed.Positions[source] < next.FirstOffsets[topic, partition])
                {
                    return false;
                }
            }
        }

        foreach (int topic in first.Use.Topics)
        {
            if (core.Retentions[topic] is not { } retention || core.Now - first.Use.LastNow < retention.TotalMilliseconds)
            {
                return false;
            }
        }

        return true;
    }
}
