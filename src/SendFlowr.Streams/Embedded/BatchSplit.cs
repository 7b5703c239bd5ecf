using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Embedded;

/// <summary>Sorts the records of a batch by partition, keeping their order within each.</summary>
internal static class BatchSplit
{
    /// <summary>Partition, number of records and their bytes (without the batch's offsets), for the partitions that have records.</summary>
    public static IReadOnlyList<(int Partition, int Count, GrowableBytes Records)> ByPartition(RecordBatch batch, int? partition, int partitions)
    {
        var buffers = new GrowableBytes?[partitions];
        int[] counts = new int[partitions];
        ReadOnlySpan<byte> bytes = batch.Encoded.Span;
        int at = 0;
        while (at < bytes.Length)
        {
            at += sizeof(long);
            int start = at;
            EncodedRecord record = RecordCodec.Read(bytes, ref at);
            int to = partition ?? Partitioner.PartitionFor(record.Key, partitions);
            (buffers[to] ??= new GrowableBytes()).Write(bytes[start..at]);
            counts[to]++;
        }

        var split = new List<(int, int, GrowableBytes)>();
        for (int to = 0; to < partitions; to++)
        {
            if (buffers[to] is { } records)
            {
                split.Add((to, counts[to], records));
            }
        }

        return split;
    }
}
