using System.Buffers.Binary;
using System.Text;
using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Files;

namespace SendFlowr.Streams.Snapshots;

/// <summary>Reads what <see cref="SnapshotOutput"/> wrote, in large pieces; the checksum is compared at the end.</summary>
internal sealed class SnapshotInput(IFile file)
{
    private const int PieceBytes = 2 << 20;

    private readonly long _contentBytes = file.Length - sizeof(uint);
    private readonly byte[] _piece = new byte[(int)Math.Clamp(file.Length, 1, PieceBytes)];
    private int _at;
    private int _filled;
    private long _fileAt;
    private uint _checksum = uint.MaxValue;

    /// <summary>The next bytes, valid until the next read.</summary>
    /// <exception cref="InvalidDataException">The content ends before.</exception>
    public ReadOnlySpan<byte> Read(int count)
    {
        if (count < 0 || count > _piece.Length)
        {
            throw new InvalidDataException($"A part of {count} bytes is too long.");
        }

        if (count > _filled - _at)
        {
            Refill();
            if (count > _filled - _at)
            {
                throw new InvalidDataException($"It ends within a part of {count} bytes.");
            }
        }

        ReadOnlySpan<byte> part = _piece.AsSpan(_at, count);
        _at += count;
        return part;
    }

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Read(sizeof(int)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Read(sizeof(long)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Read(sizeof(ulong)));

    public string ReadText() => Encoding.UTF8.GetString(Read(ReadInt32()));

    /// <summary>Whether everything was read and the checksum is right.</summary>
    public bool EndsWell()
    {
        Span<byte> stored = stackalloc byte[sizeof(uint)];
        return _fileAt == _contentBytes
            && _at == _filled
            && file.Read(_contentBytes, stored) == stored.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(stored) == ~_checksum;
    }

    private void Refill()
    {
        _piece.AsSpan(_at, _filled - _at).CopyTo(_piece);
        _filled -= _at;
        _at = 0;
        int wanted = (int)Math.Min(_piece.Length - _filled, _contentBytes - _fileAt);
        if (wanted > 0)
        {
            int read = file.Read(_fileAt, _piece.AsSpan(_filled, wanted));
            _checksum = Checksum.Extend(_checksum, _piece.AsSpan(_filled, read));
            _filled += read;
            _fileAt += read;
        }
    }
}
