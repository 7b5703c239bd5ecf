using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Layout;

/// <summary>A cluster that has every topic asked for, each with the partitions it is said to have, 4 when nothing is said.</summary>
internal sealed class FixedTopics : IClusterAdmin
{
    public Dictionary<string, int> Partitions { get; } = [];

    /// <summary>Topics that are not there.</summary>
    public HashSet<string> Missing { get; } = [];

    public IReadOnlyDictionary<string, TopicShape> Find(IReadOnlyCollection<string> topics) => topics.Where(topic => !Missing.Contains(topic))
        .ToDictionary(topic => topic, topic => new TopicShape(Partitions.GetValueOrDefault(topic, 4), Guid.Empty));

    public IReadOnlyDictionary<TopicPartition, long> EndOffsets(IReadOnlyCollection<TopicPartition> partitions, bool uncommitted) => throw new NotSupportedException();

    public IReadOnlyDictionary<TopicPartition, long> StartOffsets(IReadOnlyCollection<TopicPartition> partitions) => throw new NotSupportedException();

    public IReadOnlyDictionary<TopicPartition, long> OffsetsAt(IReadOnlyCollection<TopicPartition> partitions, long timestampMilliseconds) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
