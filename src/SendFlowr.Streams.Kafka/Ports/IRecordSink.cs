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
}
