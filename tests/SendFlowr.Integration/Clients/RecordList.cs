using System.Text;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Clients;

/// <summary>Keeps what polls deliver.</summary>
internal sealed class RecordList : IRecordSink
{
    public List<TakenRecord> Records { get; } = [];

    /// <summary>The newest end of each partition.</summary>
    public Dictionary<TopicPartition, long> Ends { get; } = [];

    /// <summary>Partitions that do not have the place that was to be read.</summary>
    public List<TopicPartition> Lost { get; } = [];

    public IEnumerable<string> Values => Records.Select(record => record.Value);

    public void Take(in ConsumedRecord record) => Records.Add(new(
        record.Partition, record.Offset, record.TimestampMilliseconds, Encoding.UTF8.GetString(record.Key), Encoding.UTF8.GetString(record.Value), record.IsTombstone));

    public void LostPlace(TopicPartition partition) => Lost.Add(partition);

    public void ReachedEnd(TopicPartition partition, long nextOffset) => Ends[partition] = nextOffset;
}

internal sealed record TakenRecord(TopicPartition Partition, long Offset, long Timestamp, string Key, string Value, bool IsTombstone);
