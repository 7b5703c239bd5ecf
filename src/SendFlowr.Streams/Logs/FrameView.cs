using System.Buffers.Binary;
using SendFlowr.Streams.Buffers;

namespace SendFlowr.Streams.Logs;

/// <summary>Records of one partition within a frame.</summary>
internal readonly record struct FrameOutput(int Topic, int Partition, int Count, long FirstOffset, int Start, int Length)
{
    public long EndOffset => FirstOffset + Count;
}

/// <summary>Changes of one task within a frame.</summary>
internal readonly record struct FrameTask(int Topology, int Partition, int Start, int Length);

/// <summary>
/// A whole, checked frame in memory. Behind the header of a transaction: number of outputs and of tasks (4 bytes each), their directory,
/// then their bytes.
/// </summary>
/// <remarks>Starts in the directory count from the first byte of the frame; those returned count from the first byte of the array.</remarks>
internal readonly record struct FrameView(byte[] Array, int Start, FrameHeader Header)
{
    public const int CountsBytes = 2 * sizeof(int);
    public const int OutputEntryBytes = 24;
    public const int TaskEntryBytes = 12;

    private const int DirectoryStart = FrameHeader.SizeBytes + CountsBytes;

    public ReadOnlySpan<byte> Bytes => Array.AsSpan(Start, Header.Length);

    public int OutputCount => Header.Kind == FrameKind.Transaction ? Number(FrameHeader.SizeBytes) : 0;

    public int TaskCount => Header.Kind == FrameKind.Transaction ? Number(FrameHeader.SizeBytes + sizeof(int)) : 0;

    /// <summary>A reader of what is behind the header.</summary>
    public ByteReader Payload => new(Bytes[FrameHeader.SizeBytes..]);

    public FrameOutput Output(int index)
    {
        ReadOnlySpan<byte> entry = Bytes.Slice(DirectoryStart + (index * OutputEntryBytes), OutputEntryBytes);
        return new FrameOutput(
            BinaryPrimitives.ReadUInt16LittleEndian(entry),
            BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]),
            BinaryPrimitives.ReadInt32LittleEndian(entry[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(entry[8..]),
            Start + BinaryPrimitives.ReadInt32LittleEndian(entry[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(entry[20..]));
    }

    public FrameTask Task(int index)
    {
        int at = DirectoryStart + (OutputCount * OutputEntryBytes) + (index * TaskEntryBytes);
        ReadOnlySpan<byte> entry = Bytes.Slice(at, TaskEntryBytes);
        return new FrameTask(
            BinaryPrimitives.ReadUInt16LittleEndian(entry),
            BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]),
            Start + BinaryPrimitives.ReadInt32LittleEndian(entry[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(entry[8..]));
    }

    private int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(Bytes[at..]);
}
