using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SendFlowr.Streams.Buffers;

/// <summary>CRC-32C (Castagnoli, reflected, initial value and final xor all ones), by the processor's instruction where it has one.</summary>
internal static class Checksum
{
    public static uint Crc32C(ReadOnlySpan<byte> bytes) => ~Extend(uint.MaxValue, bytes);

    /// <summary>Goes on from a running value, which starts at all ones and is inverted at the end.</summary>
    public static uint Extend(uint running, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            running = BitOperations.Crc32C(running, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (byte value in bytes[(words.Length * sizeof(ulong))..])
        {
            running = BitOperations.Crc32C(running, value);
        }

        return running;
    }
}
