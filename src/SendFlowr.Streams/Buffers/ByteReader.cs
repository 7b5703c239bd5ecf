using System.Buffers.Binary;
using System.Text;

namespace SendFlowr.Streams.Buffers;

/// <summary>Reads what <see cref="GrowableBytes"/> wrote, checking every length.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _offset;

    public readonly int Offset => _offset;

    public readonly bool AtEnd => _offset == _bytes.Length;

    public ReadOnlySpan<byte> Read(int count)
    {
        if (count < 0 || count > _bytes.Length - _offset)
        {
            throw new InvalidDataException($"{count} bytes are needed at byte {_offset}, but only {_bytes.Length - _offset} are there.");
        }

        ReadOnlySpan<byte> part = _bytes.Slice(_offset, count);
        _offset += count;
        return part;
    }

    public byte ReadByte() => Read(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Read(sizeof(int)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Read(sizeof(long)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Read(sizeof(ulong)));

    public uint ReadVarint() => Varint.Read(_bytes, ref _offset);

    /// <summary>A count that cannot be larger than the bytes left, whatever was written.</summary>
    public int ReadCount()
    {
        int count = ReadInt32();
        return count >= 0 && count <= _bytes.Length - _offset
            ? count
            : throw new InvalidDataException($"A count of {count} at byte {_offset} does not fit the bytes that follow.");
    }

    public string ReadText() => Encoding.UTF8.GetString(Read(ReadInt32()));
}
