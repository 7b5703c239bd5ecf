namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>
/// A member of a consumer group, with isolation level <c>read_committed</c>, static membership and the range assignor, which gives
/// partition p of all topics of equal partition count to the same member. Never commits by itself. One thread at a time.
/// </summary>
internal interface IGroupConsumer : IDisposable
{
    /// <summary>
    /// Who the member is at this moment: generation, member id and instance id. To be asked for right before each use; one that was kept
    /// belongs to an older generation, or to none: a broker takes offsets that come with an empty member id without fencing them.
    /// </summary>
    IGroupMetadata Metadata { get; }

    /// <summary>Joins the group; the listener is called within polls, and within <see cref="Close"/>.</summary>
    void Subscribe(IReadOnlyCollection<string> topics, IRebalanceListener listener);

    /// <summary>
    /// Delivers what has come, at most so many records, waiting at most so long for the first; serves rebalances. Returns the records delivered.
    /// </summary>
    /// <exception cref="KafkaFaultException">The client cannot go on; a passing trouble is not told.</exception>
    int Poll(int maxRecords, TimeSpan wait, IRecordSink sink);

    /// <summary>
    /// Delivers all partitions it has from these offsets on; what was fetched before is dropped. The only way to go on with a partition after
    /// <see cref="IRecordSink.LostPlace"/>.
    /// </summary>
    void SeekAll(IReadOnlyCollection<TopicPartitionOffset> places);

    /// <summary>Delivers from an offset on with the next poll; what was fetched before is dropped. For assigned partitions.</summary>
    void Seek(TopicPartitionOffset place);

    /// <summary>
    /// The offsets the group has committed, waiting out transactions that are about to commit some (<c>require_stable</c>); null where there is none.
    /// </summary>
    /// <exception cref="KafkaFaultException">The coordinator did not answer in time.</exception>
    IReadOnlyDictionary<TopicPartition, long?> Committed(IReadOnlyCollection<TopicPartition> partitions);

    /// <summary>Gives its partitions up (<see cref="IRebalanceListener.Revoked"/>) and stops; a static member stays in the group until its session ends. Never waits for the group.</summary>
    void Close();
}

/// <summary>Belongs to the consumer that made it; what it says stays as it was at that moment.</summary>
internal interface IGroupMetadata
{
    /// <summary>It was a member of a generation of the group: its member id was not empty.</summary>
    bool IsMember { get; }

    /// <summary>Commits offsets outside of any transaction, as who its consumer is at this moment: a broker refuses one that missed a rebalance.</summary>
    /// <exception cref="KafkaFaultException">Refused (<see cref="KafkaFault.Fenced"/>), or not answered.</exception>
    void CommitOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets);
}
