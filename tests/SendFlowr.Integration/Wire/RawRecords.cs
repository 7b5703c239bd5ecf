using SendFlowr.Integration.Clients;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Wire;

/// <summary>The values of a topic as bytes.</summary>
internal sealed class RawRecords : IRecordSink
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    private readonly List<byte[]> _values = [];
    private readonly HashSet<TopicPartition> _ended = [];

    /// <summary>Everything that is committed in a topic at this moment; empty when there is no such topic.</summary>
    public static IReadOnlyList<byte[]> Of(IKafkaClients clients, string topic)
    {
        using IClusterAdmin admin = clients.CreateAdmin();
        int partitions = admin.PartitionCount(topic) ?? 0;
        using ITopicReader reader = clients.CreateReader();
        RawRecords records = new();
        reader.Assign([.. Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(new TopicPartition(topic, partition), 0))]);
        Polling.Until(() => records._ended.Count == partitions, $"the ends of {topic}", () => reader.Poll(1000, Turn, records));
        return records._values;
    }

    public void Take(in ConsumedRecord record) => _values.Add(record.Value.ToArray());

    public void ReachedEnd(TopicPartition partition, long nextOffset) => _ended.Add(partition);
}
