using System.Text;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Rules;

/// <summary>Takes what a reader delivers, and what a member is told.</summary>
internal sealed class Collector : IRecordSink, IRebalanceListener
{
    /// <summary>Values as text, tombstones as a dash.</summary>
    public List<string> Values { get; } = [];

    public Dictionary<TopicPartition, long> Ends { get; } = [];

    /// <summary>What happened to the member's partitions, such as <c>+a-0 a-1</c>, <c>-a-0</c> and <c>!a-0</c> when they were lost.</summary>
    public List<string> Changes { get; } = [];

    public Func<IReadOnlyList<TopicPartition>, IReadOnlyList<TopicPartitionOffset>> Places { get; set; } =
        partitions => [.. partitions.Select(partition => new TopicPartitionOffset(partition, 0))];

    public Action OnRevoked { get; set; } = () => { };

    public void Take(in ConsumedRecord record) => Values.Add(record.IsTombstone ? "-" : Encoding.UTF8.GetString(record.Value));

    public void ReachedEnd(TopicPartition partition, long nextOffset) => Ends[partition] = nextOffset;

    public IReadOnlyList<TopicPartitionOffset> Assigned(IReadOnlyList<TopicPartition> partitions)
    {
        Changes.Add("+" + string.Join(' ', partitions));
        return Places(partitions);
    }

    public void Revoked(IReadOnlyList<TopicPartition> partitions)
    {
        Changes.Add("-" + string.Join(' ', partitions));
        OnRevoked();
    }

    public void Lost(IReadOnlyList<TopicPartition> partitions) => Changes.Add("!" + string.Join(' ', partitions));
}
