namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>The native library of the Kafka client is not there. The message says what to do.</summary>
public sealed class KafkaLibraryException : Exception
{
    public KafkaLibraryException()
    {
    }

    public KafkaLibraryException(string message)
        : base(message)
    {
    }

    public KafkaLibraryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
