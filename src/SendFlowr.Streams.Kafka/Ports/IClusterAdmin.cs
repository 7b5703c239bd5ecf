namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>Asks a cluster about its partitions. Safe for all threads.</summary>
internal interface IClusterAdmin : IDisposable
{
    /// <summary>
    /// The offset after the last record: of any record, also of open transactions (the high watermark), or of those that a
    /// <c>read_committed</c> reader gets (the last stable offset).
    /// </summary>
    /// <exception cref="KafkaFaultException">No answer in time, or a partition is unknown.</exception>
    IReadOnlyDictionary<TopicPartition, long> EndOffsets(IReadOnlyCollection<TopicPartition> partitions, bool uncommitted);

    /// <summary>The first offset that is still there.</summary>
    IReadOnlyDictionary<TopicPartition, long> StartOffsets(IReadOnlyCollection<TopicPartition> partitions);

    /// <summary>The first offset whose record is of a time or later; the end when there is none.</summary>
    IReadOnlyDictionary<TopicPartition, long> OffsetsAt(IReadOnlyCollection<TopicPartition> partitions, long timestampMilliseconds);

    /// <summary>The topics of these names that are there.</summary>
    IReadOnlyDictionary<string, TopicShape> Find(IReadOnlyCollection<string> topics);

    /// <summary>Number of partitions; null when there is no such topic.</summary>
    int? PartitionCount(string topic) => Find([topic]).TryGetValue(topic, out TopicShape shape) ? shape.Partitions : null;
}
