using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Cluster;

/// <summary>A Kafka cluster in memory whose time is simulated: topics, groups and transactions. One thread; nothing in it is random by itself.</summary>
internal sealed class SimulatedCluster
{
    private readonly Dictionary<string, PartitionLog[]> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Guid> _ids = new(StringComparer.Ordinal);
    private int _lastId;

    public SimulatedCluster(ClusterSettings? settings = null, Wire? wire = null, long startMilliseconds = 1_000_000)
    {
        Settings = settings ?? new ClusterSettings();
        Wire = wire ?? new Wire();
        Time = new Timeline(startMilliseconds);
        Groups = new GroupCoordinator(Time, Settings, topic => PartitionCount(topic) ?? 0);
        Transactions = new TransactionCoordinator(Time, Settings, Log, Groups);
    }

    public ClusterSettings Settings { get; }

    public Wire Wire { get; }

    public Timeline Time { get; }

    public GroupCoordinator Groups { get; }

    public TransactionCoordinator Transactions { get; }

    public IEnumerable<KeyValuePair<string, PartitionLog[]>> Topics => _topics;

    public void CreateTopic(string topic, int partitions)
    {
        _topics.Add(topic, [.. Enumerable.Range(0, partitions).Select(_ => new PartitionLog())]);
        _ids[topic] = new Guid(++_lastId, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
    }

    /// <summary>Deletes a topic, and with it what groups have committed of it, as group coordinators do.</summary>
    public void DeleteTopic(string topic)
    {
        _topics.Remove(topic);
        Groups.ForgetTopic(topic);
    }

    public TopicShape? ShapeOf(string topic) => PartitionCount(topic) is { } count ? new TopicShape(count, _ids[topic]) : null;

    public int? PartitionCount(string topic) => _topics.TryGetValue(topic, out PartitionLog[]? logs) ? logs.Length : null;

    public PartitionLog Log(TopicPartition partition) =>
        _topics.TryGetValue(partition.Topic, out PartitionLog[]? logs) && partition.Partition < logs.Length
            ? logs[partition.Partition]
            : throw new KafkaFaultException(KafkaFault.Missing, $"Simulated: there is no partition {partition}.");
}
