using System.Buffers.Binary;

namespace SendFlowr.Streams.Tables;

/// <summary>The key of a table's row: 128 bits, for example a node id or the hash of a longer key.</summary>
/// <remarks>Written big-endian, so that the order of the bytes is the order of the number. The default is a legal key. Immutable.</remarks>
public readonly record struct RowKey(ulong High, ulong Low)
{
    public const int SizeBytes = 16;

    public static RowKey Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }
}
