namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>Writes records without transactions: those of a partition in order, and each once as long as the producer lives. One thread at a time.</summary>
/// <remarks>Nobody shuts it out: what it was handed may arrive though another has taken its work over.</remarks>
internal interface IPlainProducer : IDisposable
{
    /// <summary>Hands a record over; the producer copies it. Errors come with <see cref="Flush"/>.</summary>
    void Send(TopicPartition partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestampMilliseconds);

    /// <summary>Returns when every record handed over is at its broker.</summary>
    /// <exception cref="KafkaFaultException">One was refused, or did not arrive in time; the others may be there.</exception>
    void Flush();
}
