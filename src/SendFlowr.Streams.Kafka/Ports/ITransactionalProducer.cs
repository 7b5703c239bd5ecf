namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>Writes in transactions under a transactional id, which fences whoever had it before. One thread at a time.</summary>
/// <remarks>Every call but <see cref="Send"/> blocks until its outcome is known or its time is over.</remarks>
internal interface ITransactionalProducer : IDisposable
{
    /// <summary>Takes the transactional id over: ends a transaction that its last holder left open. Once, before anything else.</summary>
    /// <exception cref="KafkaFaultException">Try again with the same producer (<see cref="KafkaFault.Retriable"/>), or with a new one.</exception>
    void InitTransactions();

    void Begin();

    /// <summary>Hands a record over; the producer copies it. Errors come with <see cref="Flush"/>.</summary>
    void Send(TopicPartition partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestampMilliseconds);

    /// <summary>Hands a record of a changelog over: of those of one commit a restore finds all or none.</summary>
    void SendChange(TopicPartition changelog, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestampMilliseconds) =>
        Send(changelog, key, value, isTombstone, timestampMilliseconds);

    /// <summary>A commit begins, of whom and from which committed offsets on; whoever needs them for <see cref="Flush"/> keeps them.</summary>
    void Prepare(IGroupMetadata member, IReadOnlyCollection<TopicPartitionOffset> committed)
    {
    }

    /// <summary>Returns when every record handed over is at its broker.</summary>
    void Flush();

    /// <summary>Makes offsets part of the transaction: the place after the last record processed of each partition.</summary>
    void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata member);

    /// <summary>Commits: all or nothing becomes visible, in all partitions, a moment after this returns.</summary>
    void Commit();

    /// <summary>Everything since <see cref="Begin"/> is as if it had not been.</summary>
    void Abort();
}
