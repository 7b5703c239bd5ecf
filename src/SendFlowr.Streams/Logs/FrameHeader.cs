using System.Buffers.Binary;
using SendFlowr.Streams.Buffers;

namespace SendFlowr.Streams.Logs;

/// <summary>
/// The first 40 bytes of every frame: magic, CRC-32C of everything behind it, length of the frame, version, kind, its own position in the log,
/// the position known to be synced when it was written, and the driver's time. Numbers are little-endian.
/// </summary>
internal readonly record struct FrameHeader(FrameKind Kind, int Length, long Position, long SyncedPosition, long Now)
{
    public const int SizeBytes = 40;

    /// <summary>Largest frame, header included.</summary>
    public const int MaxFrameBytes = 1 << 30;

    private const byte Version = 1;
    private const int ChecksumOffset = 4;
    private const int CheckedFrom = 8;

    /// <summary>The bytes every frame begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "SFL1"u8;

    public long End => Position + Length;

    /// <summary>Writes the header in front of a frame whose content is complete, with the checksum over it.</summary>
    public void Seal(Span<byte> frame)
    {
        Magic.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame[8..], Length);
        frame[12] = Version;
        frame[13] = (byte)Kind;
        frame[14] = 0;
        frame[15] = 0;
        BinaryPrimitives.WriteInt64LittleEndian(frame[16..], Position);
        BinaryPrimitives.WriteInt64LittleEndian(frame[24..], SyncedPosition);
        BinaryPrimitives.WriteInt64LittleEndian(frame[32..], Now);
        uint checksum = Checksum.Crc32C(frame[CheckedFrom..Length]);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[ChecksumOffset..], checksum);
    }

    /// <summary>Reads a header that claims to be the one at a position; nothing is said about the content yet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, long position, out FrameHeader header)
    {
        header = default;
        if (bytes.Length < SizeBytes || !bytes.StartsWith(Magic))
        {
            return false;
        }

        header = new FrameHeader(
            (FrameKind)bytes[13],
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]));
        return bytes[12] == Version
            && header.Kind is FrameKind.SegmentHeader or FrameKind.Transaction or FrameKind.Close
            && header.Length is >= SizeBytes and <= MaxFrameBytes
            && header.Position == position
            && header.SyncedPosition >= 0
            && header.SyncedPosition <= position;
    }

    /// <summary>Whether the content of a whole frame is what was written.</summary>
    public static bool HasGoodChecksum(ReadOnlySpan<byte> frame) =>
        Checksum.Crc32C(frame[CheckedFrom..]) == BinaryPrimitives.ReadUInt32LittleEndian(frame[ChecksumOffset..]);
}
