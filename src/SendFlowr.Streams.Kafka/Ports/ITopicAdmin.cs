using SendFlowr.Streams.Kafka.Topics;

namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>Looks at topics, creates them and sets their settings. Safe for all threads.</summary>
internal interface ITopicAdmin : IDisposable
{
    /// <summary>What the cluster says of itself.</summary>
    ClusterFacts DescribeCluster();

    /// <summary>The topics of these names that are there.</summary>
    IReadOnlyDictionary<string, TopicFacts> Describe(IReadOnlyCollection<string> names);

    /// <summary>Creates topics with the broker's default replication; one that is there already is left as it is.</summary>
    void Create(IReadOnlyCollection<TopicSpec> topics);

    /// <summary>Which of these topics do not exist, as the cluster's controller has it: a broker that was asked to describe one may not know of it yet.</summary>
    IReadOnlyList<TopicSpec> FindMissing(IReadOnlyCollection<TopicSpec> topics);

    /// <summary>Sets settings of a topic and leaves the others as they are.</summary>
    void Configure(string topic, IReadOnlyDictionary<string, string> settings);

    /// <summary>The offsets a group has committed, without those of transactions that are still open; null where there is none.</summary>
    IReadOnlyDictionary<TopicPartition, long?> CommittedOffsets(string group, IReadOnlyCollection<TopicPartition> partitions);

    /// <summary>Deletes topics; one that is not there is no error.</summary>
    void Delete(IReadOnlyCollection<string> names);
}
