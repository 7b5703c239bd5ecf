using Confluent.Kafka;
using SendFlowr.Streams.Kafka.Ports;
using TopicPartitionOffset = SendFlowr.Streams.Kafka.Ports.TopicPartitionOffset;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>Who a member was when it was asked.</summary>
internal sealed record ConfluentGroupMetadata(IConsumerGroupMetadata Inner, bool IsMember, Action<IReadOnlyCollection<TopicPartitionOffset>> Commit) : IGroupMetadata
{
    public void CommitOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets) => Commit(offsets);
}
