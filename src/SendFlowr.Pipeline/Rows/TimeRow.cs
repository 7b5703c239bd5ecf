using System.Buffers.Binary;

namespace SendFlowr.Pipeline.Rows;

/// <summary>A row that is one instant, in milliseconds since 1970-01-01.</summary>
internal static class TimeRow
{
    public const int SizeBytes = 1 + 8;

    private const byte FormatVersion = 1;

    public static long Read(ReadOnlySpan<byte> row)
    {
        RowFormat.Require(row, FormatVersion, SizeBytes, "task");
        return BinaryPrimitives.ReadInt64LittleEndian(row[1..]);
    }

    public static void Write(Span<byte> row, long milliseconds)
    {
        row[0] = FormatVersion;
        BinaryPrimitives.WriteInt64LittleEndian(row[1..], milliseconds);
    }
}
