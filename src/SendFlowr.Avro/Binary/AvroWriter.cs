using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;

namespace SendFlowr.Avro.Binary;

/// <summary>Writes Avro's binary primitives into a buffer of its own that grows as needed and is reused after
/// <see cref="Clear"/>.</summary>
/// <remarks>Allocates nothing once the buffer has the size of the largest record. Not thread-safe.</remarks>
public sealed class AvroWriter
{
    /// <summary>Largest record by default: 64 MiB.</summary>
    public const int DefaultMaxBytes = 64 * 1024 * 1024;

    private const int MaxVarintBytes = 10;

    private readonly int maxBytes;
    private byte[] buffer;
    private int length;

    /// <param name="initialCapacity">Bytes to allocate at once, at least 16.</param>
    /// <param name="maxBytes">Most bytes that may be written between two calls of <see cref="Clear"/>, inclusive.</param>
    public AvroWriter(int initialCapacity = 512, int maxBytes = DefaultMaxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(initialCapacity, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, initialCapacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, Array.MaxLength - MaxVarintBytes);
        this.maxBytes = maxBytes;
        buffer = new byte[initialCapacity];
    }

    /// <summary>Bytes written since <see cref="Clear"/>.</summary>
    public int Length => length;

    /// <summary>What was written since <see cref="Clear"/>; valid until the next write or clear.</summary>
    public ReadOnlySpan<byte> WrittenSpan => buffer.AsSpan(0, length);

    /// <summary>What was written since <see cref="Clear"/>; valid until the next write or clear.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => buffer.AsMemory(0, length);

    /// <summary>Forgets what was written and keeps the buffer.</summary>
    public void Clear() => length = 0;

    /// <summary>Forgets what was written after the first <paramref name="newLength"/> bytes.</summary>
    public void Truncate(int newLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newLength, length);
        length = newLength;
    }

    public void WriteBoolean(bool value) => Take(1)[0] = value ? (byte)1 : (byte)0;

    public void WriteInt(int value) => WriteVarint(unchecked((uint)(value << 1) ^ (uint)(value >> 31)));

    public void WriteLong(long value) => WriteVarint(unchecked((ulong)(value << 1) ^ (ulong)(value >> 63)));

    public void WriteFloat(float value) => BinaryPrimitives.WriteSingleLittleEndian(Take(sizeof(float)), value);

    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteLong(value.Length);
        WriteFixed(value);
    }

    /// <summary>Writes bytes without a length: a fixed, or what is encoded already.</summary>
    public void WriteFixed(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>Writes a text that is UTF-8 already; it is not validated.</summary>
    public void WriteUtf8(ReadOnlySpan<byte> utf8) => WriteBytes(utf8);

    /// <exception cref="AvroDataException">The text has half a surrogate pair.</exception>
    public void WriteString(string value) => WriteString(value.AsSpan());

    /// <exception cref="AvroDataException">The text has half a surrogate pair.</exception>
    public void WriteString(ReadOnlySpan<char> value)
    {
        // One pass over the text: encode behind room for the length that ASCII would have, and move if it took more.
        int start = length;
        int prefixBytes = VarintBytes((ulong)value.Length << 1);
        Reserve(prefixBytes + (3L * value.Length) + MaxVarintBytes);
        OperationStatus status = Utf8.FromUtf16(
            value, buffer.AsSpan(start + prefixBytes), out int read, out int written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
            throw AvroDataError.LoneSurrogate(value, read);
        int actualPrefixBytes = VarintBytes((ulong)written << 1);
        if (actualPrefixBytes != prefixBytes)
            buffer.AsSpan(start + prefixBytes, written).CopyTo(buffer.AsSpan(start + actualPrefixBytes));
        WriteLong(written);
        Take(written);
    }

    /// <summary>Writes the position of an enum's symbol.</summary>
    public void WriteEnum(int index) => WriteInt(index);

    /// <summary>Writes the position of a union's branch; the value of that branch follows.</summary>
    public void WriteUnion(int branch) => WriteInt(branch);

    /// <summary>Begins a block of items of an array or map; a count of 0 writes nothing. <see cref="WriteBlocksEnd"/> must end the last
    /// one.</summary>
    public void WriteBlockStart(int itemCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        if (itemCount > 0)
            WriteLong(itemCount);
    }

    /// <summary>Ends an array or map.</summary>
    public void WriteBlocksEnd() => Take(1)[0] = 0;

    private static int VarintBytes(ulong value)
    {
        int count = 1;
        while (value >= 0x80)
        {
            value >>= 7;
            count++;
        }

        return count;
    }

    private void WriteVarint(ulong value)
    {
        Reserve(MaxVarintBytes);
        Span<byte> free = buffer.AsSpan(length);
        int count = 0;
        while (value >= 0x80)
        {
            free[count++] = (byte)((value & 0x7F) | 0x80);
            value >>= 7;
        }

        free[count++] = (byte)value;
        Take(count);
    }

    private Span<byte> Take(int count)
    {
        Reserve(count);
        if (count > maxBytes - length)
            throw AvroDataError.RecordTooLarge((long)length + count, maxBytes);
        Span<byte> taken = buffer.AsSpan(length, count);
        length += count;
        return taken;
    }

    private void Reserve(long count)
    {
        if (count > buffer.Length - length)
            Grow(count);
    }

    // Room may be asked for that is not used in the end, so the limit is held in Take; here it only caps what is allocated.
    private void Grow(long count)
    {
        long needed = length + count;
        long worstText = (3L * maxBytes) + (2 * MaxVarintBytes);
        if (needed > Math.Min(worstText, Array.MaxLength))
            throw AvroDataError.RecordTooLarge(needed, maxBytes);
        Array.Resize(ref buffer, (int)Math.Clamp(2L * buffer.Length, needed, Math.Max(needed, maxBytes)));
    }
}
