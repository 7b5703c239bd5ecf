namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>Reads partitions without a group, with isolation level <c>read_committed</c>: to restore tables, and broadcast topics. One thread at a time.</summary>
internal interface ITopicReader : IDisposable
{
    /// <summary>Reads these partitions from these offsets on, and no others.</summary>
    void Assign(IReadOnlyList<TopicPartitionOffset> places);

    /// <summary>As <see cref="IGroupConsumer.Poll"/>.</summary>
    int Poll(int maxRecords, TimeSpan wait, IRecordSink sink);
}
