using System.Buffers.Binary;
using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Files;

namespace SendFlowr.Streams.Snapshots;

/// <summary>Writes a file from front to back in large pieces, with a CRC-32C of everything at its end.</summary>
internal sealed class SnapshotOutput(IFile file)
{
    private const int PieceBytes = 1 << 20;

    private uint _checksum = uint.MaxValue;

    public long Length { get; private set; }

    /// <summary>What is being written; filled by the caller.</summary>
    public GrowableBytes Buffer { get; } = new();

    /// <summary>Writes the buffer out when it is large enough.</summary>
    public void FlushIfLarge()
    {
        if (Buffer.Length >= PieceBytes)
        {
            Flush();
        }
    }

    /// <summary>Writes the rest and the checksum.</summary>
    public void Finish()
    {
        Flush();
        BinaryPrimitives.WriteUInt32LittleEndian(Buffer.Append(sizeof(uint)), ~_checksum);
        Flush();
    }

    private void Flush()
    {
        _checksum = Checksum.Extend(_checksum, Buffer.Span);
        file.Write(Length, Buffer.Span);
        Length += Buffer.Length;
        Buffer.Clear();
    }
}
