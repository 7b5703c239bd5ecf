using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>A task at a moment. Immutable.</summary>
/// <param name="Task">Which.</param>
/// <param name="Worker">The worker that has it, counted from 0; −1 for a standby.</param>
/// <param name="State">joining, restoring, running, closed or failed; of a standby: following.</param>
public readonly record struct TaskPlace(TaskId Task, int Worker, string State)
{
    /// <summary>The task runs here, or is about to; false for a standby.</summary>
    public bool IsActive => Worker >= 0;

    /// <summary>
    /// Of a task that runs: offsets of its inputs that it has still to process. Of a standby: offsets of the changelog that it lacks. As of some
    /// seconds ago; null when it is not known.
    /// </summary>
    public long? RecordsBehind { get; init; }

    /// <summary>Of a standby: time since which it may lack rows, in milliseconds; 0 when it lacks none.</summary>
    public long MillisecondsBehind { get; init; }

    /// <summary>Records of the changelog that its last restore has read so far.</summary>
    public long Restored { get; init; }

    /// <summary>Offsets of the changelog that this restore has still to read, about; 0 when it is done.</summary>
    public long ToRestore { get; init; }
}
