using System.Buffers.Binary;

namespace SendFlowr.Pipeline.Rows;

/// <summary>A row that is one number: a day, or a minute, since 1970-01-01.</summary>
internal static class DayRow
{
    public const int SizeBytes = 1 + 4;

    private const byte FormatVersion = 1;

    public static int Read(ReadOnlySpan<byte> row)
    {
        RowFormat.Require(row, FormatVersion, SizeBytes, "task");
        return BinaryPrimitives.ReadInt32LittleEndian(row[1..]);
    }

    public static void Write(Span<byte> row, int value)
    {
        row[0] = FormatVersion;
        BinaryPrimitives.WriteInt32LittleEndian(row[1..], value);
    }
}
