using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Tasks;

/// <summary>A sink of one task: writes into the task's <see cref="TransactionBuffer"/>.</summary>
internal sealed class TaskSink(TransactionBuffer buffer, string topic) : ISink
{
    private readonly OutputSection?[] _partitions = buffer.Partitions(topic);

    public void Send(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMilliseconds) =>
        Send(Partitioner.PartitionFor(key, _partitions.Length), key, value, timestampMilliseconds);

    public void Send(int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMilliseconds) =>
        buffer.Send(_partitions, topic, partition, key, value, timestampMilliseconds);
}
