using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Tasks;

/// <summary>
/// A processor threw. The whole step was undone and fed records were dropped; the same input will fail again unless the cause is outside.
/// </summary>
public sealed class TaskFailedException : Exception
{
    public TaskFailedException()
    {
    }

    public TaskFailedException(string message)
        : base(message)
    {
    }

    public TaskFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public TaskFailedException(TaskId task, string? source, long offset, Exception innerException)
        : base(Describe(task, source, offset, innerException), innerException)
    {
        Task = task;
        FailedSource = source;
        Offset = offset;
    }

    public TaskId Task { get; }

    /// <summary>Source of the record that failed; null when a punctuation failed.</summary>
    public string? FailedSource { get; }

    /// <summary>Offset of the record that failed; −1 when a punctuation failed.</summary>
    public long Offset { get; } = -1;

    private static string Describe(TaskId task, string? source, long offset, Exception cause) =>
        source is null
            ? $"Task {task} failed in a punctuation: {cause.Message} The step was undone."
            : $"Task {task} failed at offset {offset} of source '{source}': {cause.Message} The step was undone.";
}
