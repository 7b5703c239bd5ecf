using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Clients;

/// <summary>Has records in their partitions at once.</summary>
internal sealed class LogAppender(SimulatedCluster cluster) : IPlainProducer
{
    public void Send(TopicPartition partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestampMilliseconds) =>
        cluster.Log(partition).Append(new SentRecord(key.ToArray(), isTombstone ? null : value.ToArray(), timestampMilliseconds));

    public void Flush()
    {
    }

    public void Dispose()
    {
    }
}
