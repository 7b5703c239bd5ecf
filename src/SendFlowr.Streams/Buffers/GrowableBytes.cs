using System.Buffers.Binary;

namespace SendFlowr.Streams.Buffers;

/// <summary>Bytes that are appended to, read back as a span and cleared, reusing their memory. Not thread safe.</summary>
internal sealed class GrowableBytes
{
    /// <summary>Most bytes one buffer may hold.</summary>
    public const int MaxBytes = 1 << 30;

    private const int FirstBytes = 256;
    private const int KeptBytes = 4 << 20;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>The array behind the span; changes when the buffer grows.</summary>
    public byte[] Array => _bytes;

    /// <summary>Adds bytes of undefined content and returns them for writing.</summary>
    public Span<byte> Append(int count)
    {
        int start = Length;
        if (count > _bytes.Length - start)
        {
            Grow(count);
        }

        Length = start + count;
        return _bytes.AsSpan(start, count);
    }

    public void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Append(bytes.Length));

    public void WriteByte(byte value) => Append(1)[0] = value;

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Append(sizeof(int)), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Append(sizeof(long)), value);

    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Append(sizeof(ulong)), value);

    public void WriteVarint(uint value)
    {
        Span<byte> bytes = stackalloc byte[Varint.MaxBytes];
        Write(bytes[..Varint.Write(bytes, value)]);
    }

    /// <summary>A string as its length in bytes and UTF-8.</summary>
    public void WriteText(string text)
    {
        WriteInt32(System.Text.Encoding.UTF8.GetByteCount(text));
        System.Text.Encoding.UTF8.GetBytes(text, Append(System.Text.Encoding.UTF8.GetByteCount(text)));
    }

    public Span<byte> Slice(int offset, int length) => _bytes.AsSpan(0, Length).Slice(offset, length);

    /// <summary>Cuts the content to its first bytes.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>Drops the first bytes; the rest moves to the front.</summary>
    public void RemoveFirst(int count)
    {
        _bytes.AsSpan(count, Length - count).CopyTo(_bytes);
        Length -= count;
    }

    /// <summary>Empties the buffer. Memory that one large use left behind and that this use did not need is given back.</summary>
    public void Clear()
    {
        if (_bytes.Length > KeptBytes && Length < _bytes.Length / 8)
        {
            _bytes = [];
        }

        Length = 0;
    }

    private void Grow(int count)
    {
        long needed = (long)Length + count;
        if (needed > MaxBytes)
        {
            throw new InvalidOperationException(
                $"A transaction's buffer would hold {needed} bytes; the limit is {MaxBytes}. Process fewer or smaller records per step.");
        }

        long doubled = Math.Clamp(_bytes.Length * 2L, FirstBytes, MaxBytes);
        byte[] larger = GC.AllocateUninitializedArray<byte>((int)Math.Max(doubled, needed));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        _bytes = larger;
    }
}
