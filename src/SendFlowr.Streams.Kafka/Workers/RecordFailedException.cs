using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>A record made a processor throw.</summary>
internal sealed class RecordFailedException : Exception
{
    public RecordFailedException()
    {
    }

    public RecordFailedException(string message)
        : base(message)
    {
    }

    public RecordFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="task">The task.</param>
    /// <param name="place">The record.</param>
    /// <param name="cause">What the processor threw.</param>
    public RecordFailedException(string task, TopicPartitionOffset place, Exception cause)
        : base($"Task {task} failed at the record {place}: {cause.Message}", cause) => Place = place;

    /// <summary>The record.</summary>
    public TopicPartitionOffset Place { get; }
}
