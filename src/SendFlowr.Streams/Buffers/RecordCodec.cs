using System.Buffers.Binary;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Buffers;

/// <summary>
/// A record as bytes: key length (varint), value length + 1 (varint, 0 for a tombstone), timestamp (8 bytes), key, value.
/// </summary>
internal static class RecordCodec
{
    public static void Write(GrowableBytes target, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestamp)
    {
        RecordLimits.Check(key.Length, value.Length);
        int most = (2 * Varint.MaxBytes) + sizeof(long) + key.Length + value.Length;
        int start = target.Length;
        Span<byte> bytes = target.Append(most);
        int offset = Varint.Write(bytes, (uint)key.Length);
        offset += Varint.Write(bytes[offset..], isTombstone ? 0u : (uint)value.Length + 1);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[offset..], timestamp);
        offset += sizeof(long);
        key.CopyTo(bytes[offset..]);
        offset += key.Length;
        value.CopyTo(bytes[offset..]);
        target.Truncate(start + offset + value.Length);
    }

    /// <summary>Reads the record at the offset and moves the offset behind it. The spans point into <paramref name="bytes"/>.</summary>
    public static EncodedRecord Read(ReadOnlySpan<byte> bytes, ref int offset)
    {
        uint keyLength = Varint.Read(bytes, ref offset);
        uint valueCode = Varint.Read(bytes, ref offset);
        uint valueLength = valueCode == 0 ? 0 : valueCode - 1;
        if (keyLength > RecordLimits.MaxKeyBytes
            || valueLength > RecordLimits.MaxValueBytes
            || bytes.Length - offset < sizeof(long) + (int)keyLength + (int)valueLength)
        {
            throw new InvalidDataException($"The record at byte {offset} of its section does not fit the section.");
        }

        long timestamp = BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);
        offset += sizeof(long);
        ReadOnlySpan<byte> key = bytes.Slice(offset, (int)keyLength);
        offset += (int)keyLength;
        ReadOnlySpan<byte> value = bytes.Slice(offset, (int)valueLength);
        offset += (int)valueLength;
        return new EncodedRecord { Timestamp = timestamp, Key = key, Value = value, IsTombstone = valueCode == 0 };
    }
}

/// <summary>What <see cref="RecordCodec.Read"/> found.</summary>
internal readonly ref struct EncodedRecord
{
    public required long Timestamp { get; init; }

    public required ReadOnlySpan<byte> Key { get; init; }

    public required ReadOnlySpan<byte> Value { get; init; }

    public required bool IsTombstone { get; init; }
}
