using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Integration.Clients;
using SendFlowr.Pipeline.Records;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Rounds;

/// <summary>All committed records of topics of a deployment.</summary>
internal sealed class TopicRecords(IKafkaClients clients, string prefix)
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    /// <summary>The records of a topic, decoded by its schema.</summary>
    public List<AvroRecord> Decoded(string topic, string schema, WireSchema wire)
    {
        DatumReader reader = new(SchemaCatalog.Embedded.Current(schema).Schema);
        List<AvroRecord> records = [];
        Read(topic, (_, value) => records.Add(reader.Read(wire.Body(value)).AsRecord()));
        return records;
    }

    /// <summary>Hands over keys and values, null for tombstones, partition by partition in order.</summary>
    public void Read(string topic, Action<byte[], byte[]?> take)
    {
        using IClusterAdmin admin = clients.CreateAdmin();
        TopicPartition[] partitions = [.. Enumerable.Range(0, admin.PartitionCount(prefix + topic)!.Value).Select(it => new TopicPartition(prefix + topic, it))];
        Sink sink = new(take);
        using ITopicReader reader = clients.CreateReader();
        reader.Assign([.. partitions.Select(it => new TopicPartitionOffset(it, 0))]);
        Polling.Until(() => sink.Ended.Count == partitions.Length, $"the end of {topic}", () => reader.Poll(10_000, Turn, sink));
    }

    private sealed class Sink(Action<byte[], byte[]?> take) : IRecordSink
    {
        public HashSet<TopicPartition> Ended { get; } = [];

        public void Take(in ConsumedRecord record) => take(record.Key.ToArray(), record.IsTombstone ? null : record.Value.ToArray());

        public void ReachedEnd(TopicPartition partition, long nextOffset) => Ended.Add(partition);
    }
}
