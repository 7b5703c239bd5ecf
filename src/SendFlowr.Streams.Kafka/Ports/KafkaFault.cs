namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>What can be done after a call failed.</summary>
internal enum KafkaFault
{
    /// <summary>The same call may be made again.</summary>
    Retriable,

    /// <summary>The transaction must be aborted; then the producer goes on.</summary>
    Abortable,

    /// <summary>Nobody knows whether it happened: the call ran out of time. The producer must not be used again.</summary>
    Unknown,

    /// <summary>Somebody else has the transactional id, the group has another generation, or the client is broken: a new client is needed.</summary>
    Fenced,

    /// <summary>A broker knows no such topic or partition. One that is new is not known everywhere at once, so it may be tried again for a while.</summary>
    Missing,

    /// <summary>It will fail again: no right to do it, a record too large.</summary>
    Permanent,
}

/// <summary>A client of a broker failed. The message names what was asked of whom, and never the content of a record.</summary>
internal sealed class KafkaFaultException : Exception
{
    public KafkaFaultException()
    {
    }

    public KafkaFaultException(string message)
        : base(message)
    {
    }

    public KafkaFaultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public KafkaFaultException(KafkaFault fault, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Fault = fault;
    }

    public KafkaFault Fault { get; } = KafkaFault.Permanent;
}
