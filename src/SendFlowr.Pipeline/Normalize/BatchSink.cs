using SendFlowr.Streams.Records;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>Collects what is sent in a batch; the key decides the partition when the batch is written.</summary>
internal sealed class BatchSink(RecordBatch batch) : ISink
{
    public void Send(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMilliseconds) => batch.Add(key, value, timestampMilliseconds);

    /// <exception cref="NotSupportedException">Always: a batch has no partitions.</exception>
    public void Send(int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMilliseconds) =>
        throw new NotSupportedException("A record of a batch goes where its key belongs.");
}
