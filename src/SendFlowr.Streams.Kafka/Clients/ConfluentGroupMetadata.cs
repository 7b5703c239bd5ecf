using Confluent.Kafka;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>Who a member was when it was asked.</summary>
internal sealed record ConfluentGroupMetadata(IConsumerGroupMetadata Inner, bool IsMember) : IGroupMetadata;
