namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>Takes what a poll delivers, in the thread of the poll.</summary>
internal interface IRecordSink
{
    void Take(in ConsumedRecord record);

    /// <summary>
    /// All records of the partition that can be read now were delivered. <paramref name="nextOffset"/> is where the next one would be:
    /// records of aborted transactions and control records before it were passed over.
    /// </summary>
    void ReachedEnd(TopicPartition partition, long nextOffset);

    /// <summary>
    /// The partition has no such offset as the one to be read next: retention has passed it, or the topic was made anew. Nothing of the partition
    /// is delivered any more before all partitions are assigned or sought again.
    /// </summary>
    /// <exception cref="KafkaFaultException">Whoever does not look after places begins anew.</exception>
    void LostPlace(TopicPartition partition) =>
        throw new KafkaFaultException(KafkaFault.Retriable, $"{partition} does not have the offset that was to be read; its start has moved meanwhile.");
}
