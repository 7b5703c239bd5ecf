using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>A task at a moment. Immutable.</summary>
/// <param name="Task">Which.</param>
/// <param name="Worker">The worker that has it, counted from 0.</param>
/// <param name="State">joining, restoring, running, closed or failed.</param>
public readonly record struct TaskPlace(TaskId Task, int Worker, string State);
