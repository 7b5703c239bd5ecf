namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>A partition of a topic. Printed as <c>sendflowr.events-3</c>.</summary>
public readonly record struct TopicPartition(string Topic, int Partition)
{
    public override string ToString() => $"{Topic}-{Partition}";
}

/// <summary>A place in a partition: the offset of the next record, 0 or greater.</summary>
public readonly record struct TopicPartitionOffset(TopicPartition Partition, long Offset)
{
    public override string ToString() => $"{Partition}@{Offset}";
}
