namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>What a member of a group is told of its partitions, within a poll and in the thread of the poll. Eager: all at a time.</summary>
internal interface IRebalanceListener
{
    /// <summary>The member has these partitions from now on, and no others. Returns where to begin, for each of them.</summary>
    IReadOnlyList<TopicPartitionOffset> Assigned(IReadOnlyList<TopicPartition> partitions);

    /// <summary>The member gives up all partitions when this returns; what is done may still be committed in it.</summary>
    void Revoked(IReadOnlyList<TopicPartition> partitions);

    /// <summary>The partitions belong to others already; nothing of them may be committed any more.</summary>
    void Lost(IReadOnlyList<TopicPartition> partitions);
}
