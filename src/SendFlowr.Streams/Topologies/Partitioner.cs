using System.Buffers.Binary;

namespace SendFlowr.Streams.Topologies;

/// <summary>Chooses the partition of a key as Kafka's default partitioner does, so that topics written by others co-partition.</summary>
/// <remarks>Source of the hash: <c>org.apache.kafka.common.utils.Utils.murmur2</c> of Apache Kafka (seed 0x9747b28c, 32 bits).</remarks>
public static class Partitioner
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;
    private const int Shift = 24;

    /// <summary>The partition of a key, 0 to <paramref name="partitions"/> − 1. An empty key is hashed like any other.</summary>
    public static int PartitionFor(ReadOnlySpan<byte> key, int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        return (int)(Murmur2(key) & 0x7fffffff) % partitions;
    }

    /// <summary>The 32-bit murmur2 hash as Kafka computes it.</summary>
    public static uint Murmur2(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            uint hash = Seed ^ (uint)data.Length;
            while (data.Length >= sizeof(uint))
            {
                uint word = BinaryPrimitives.ReadUInt32LittleEndian(data) * Multiplier;
                word ^= word >> Shift;
                hash = (hash * Multiplier) ^ (word * Multiplier);
                data = data[sizeof(uint)..];
            }

            if (data.Length > 0)
            {
                uint tail = 0;
                for (int index = data.Length - 1; index >= 0; index--)
                {
                    tail = (tail << 8) | data[index];
                }

                hash = (hash ^ tail) * Multiplier;
            }

            hash ^= hash >> 13;
            hash *= Multiplier;
            return hash ^ (hash >> 15);
        }
    }
}
