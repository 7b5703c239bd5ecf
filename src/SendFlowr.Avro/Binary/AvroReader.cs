using System.Buffers.Binary;
using System.Text;

namespace SendFlowr.Avro.Binary;

/// <summary>Reads Avro's binary primitives from a span, front to back, without allocating.</summary>
/// <remarks>Every read is bounds-checked and throws <see cref="AvroDataException"/> on data that ends too early or is out of range; what
/// was
/// read before stays valid. The default value reads nothing. Not thread-safe, as any mutable struct: pass it by reference.</remarks>
public ref struct AvroReader
{
    private const int MaxIntBytes = 5;
    private const int MaxLongBytes = 10;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> data;
    private int position;

    public AvroReader(ReadOnlySpan<byte> data) => this.data = data;

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => position;

    /// <summary>Bytes left.</summary>
    public readonly int Remaining => data.Length - position;

    public bool ReadBoolean()
    {
        byte value = ReadByte();
        return value <= 1 ? value == 1 : throw AvroDataError.BadBoolean(value, position - 1);
    }

    public int ReadInt()
    {
        ulong raw = ReadVarint(MaxIntBytes);
        if (raw > uint.MaxValue)
            throw AvroDataError.VarintTooLong(MaxIntBytes, position);
        return unchecked((int)((uint)raw >> 1) ^ -(int)(raw & 1));
    }

    public long ReadLong()
    {
        ulong raw = ReadVarint(MaxLongBytes);
        return unchecked((long)(raw >> 1) ^ -(long)(raw & 1));
    }

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(ReadFixed(sizeof(float)));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(ReadFixed(sizeof(double)));

    /// <summary>The bytes of a fixed: a view into the data, valid as long as that is.</summary>
    public ReadOnlySpan<byte> ReadFixed(int size)
    {
        if (size < 0 || size > Remaining)
            throw AvroDataError.Truncated(size, Remaining, position);
        ReadOnlySpan<byte> bytes = data.Slice(position, size);
        position += size;
        return bytes;
    }

    /// <summary>A view into the data, valid as long as that is.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        int start = position;
        long length = ReadLong();
        if (length < 0 || length > Remaining)
            throw AvroDataError.BadLength(length, Remaining, start);
        return ReadFixed((int)length);
    }

    /// <summary>The UTF-8 bytes of a text, not validated: a view into the data, valid as long as that is.</summary>
    public ReadOnlySpan<byte> ReadString() => ReadBytes();

    /// <summary>A text; bytes that are no UTF-8 are refused.</summary>
    public string ReadStringText()
    {
        int start = position;
        ReadOnlySpan<byte> bytes = ReadBytes();
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw AvroDataError.BadText(bytes, start);
        }
    }

    /// <summary>The position of an enum's symbol, below <paramref name="symbolCount"/>.</summary>
    public int ReadEnum(int symbolCount) => ReadIndex(symbolCount, "symbol");

    /// <summary>The position of a union's branch, below <paramref name="branchCount"/>.</summary>
    public int ReadUnion(int branchCount) => ReadIndex(branchCount, "union branch");

    /// <summary>The number of items in the next block of an array or map; 0 ends it.</summary>
    /// <param name="minItemBytes">The least bytes an item takes, so that a count beyond the data is refused before anything is allocated
    /// for
    /// it: at least 1, unless an item may really take none.</param>
    public int ReadBlockCount(int minItemBytes = 1) => ReadBlockCount(minItemBytes, out _);

    /// <param name="minItemBytes">As for the other overload.</param>
    /// <param name="blockBytes">The bytes the block takes when its writer said so, else −1: with it a block can be skipped at once.</param>
    /// <inheritdoc cref="ReadBlockCount(int)"/>
    public int ReadBlockCount(int minItemBytes, out int blockBytes)
    {
        int start = position;
        long count = ReadLong();
        blockBytes = -1;
        if (count < 0)
        {
            long size = ReadLong();
            if (size < 0 || size > Remaining)
                throw AvroDataError.BadLength(size, Remaining, start);
            blockBytes = (int)size;
            count = unchecked(-count); // the least long stays negative, and is refused below
        }

        long available = blockBytes >= 0 ? blockBytes : Remaining;
        long most = minItemBytes > 0 ? available / minItemBytes : int.MaxValue;
        return count >= 0 && count <= most ? (int)count : throw AvroDataError.BadCount(count, most, start);
    }

    public void Skip(int byteCount) => ReadFixed(byteCount);

    /// <summary>Skips an int, long, enum position or union position.</summary>
    public void SkipLong() => ReadVarint(MaxLongBytes);

    /// <summary>Skips bytes or a text.</summary>
    public void SkipBytes() => ReadBytes();

    /// <summary>Refuses bytes after the end of the record.</summary>
    public readonly void EnsureEnd()
    {
        if (Remaining != 0)
            throw AvroDataError.Trailing(Remaining, position);
    }

    private byte ReadByte() =>
        position < data.Length ? data[position++] : throw AvroDataError.Truncated(1, 0, position);

    private int ReadIndex(int count, string what)
    {
        int start = position;
        int index = ReadInt();
        return index >= 0 && index < count ? index : throw AvroDataError.BadIndex(what, index, count, start);
    }

    private ulong ReadVarint(int maxBytes)
    {
        if (position < data.Length && data[position] < 0x80)
            return data[position++];
        return ReadLongVarint(maxBytes);
    }

    private ulong ReadLongVarint(int maxBytes)
    {
        ReadOnlySpan<byte> rest = data[position..];
        ulong value = 0;
        for (int index = 0; index < maxBytes; index++)
        {
            if (index == rest.Length)
                throw AvroDataError.Truncated(index + 1, index, position);
            ulong part = rest[index];
            // The tenth byte has room for the 64th bit only.
            if (index == MaxLongBytes - 1 && part > 1)
                break;
            value |= (part & 0x7F) << (7 * index);
            if (part < 0x80)
            {
                position += index + 1;
                return value;
            }
        }

        throw AvroDataError.VarintTooLong(maxBytes, position);
    }
}
