namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>A cluster does not answer, or refuses what is asked of it. The text names what, and the remedy; trying again may help.</summary>
public sealed class KafkaUnreachableException : Exception
{
    public KafkaUnreachableException()
    {
    }

    public KafkaUnreachableException(string message)
        : base(message)
    {
    }

    public KafkaUnreachableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
