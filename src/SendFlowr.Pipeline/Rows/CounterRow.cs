using System.Buffers.Binary;

namespace SendFlowr.Pipeline.Rows;

/// <summary>What a person task counts, one row a task, written in the transaction of the events themselves.</summary>
/// <param name="Accepted">Events that changed a person's state.</param>
/// <param name="Duplicate">Events that changed nothing: they were there already, or are older than a full ring.</param>
public readonly record struct CounterRow(long Accepted, long Duplicate)
{
    public const int SizeBytes = 1 + 8 + 8;

    private const byte FormatVersion = 1;

    public static CounterRow Read(ReadOnlySpan<byte> row)
    {
        RowFormat.Require(row, FormatVersion, SizeBytes, "task");
        return new CounterRow(BinaryPrimitives.ReadInt64LittleEndian(row[1..]), BinaryPrimitives.ReadInt64LittleEndian(row[9..]));
    }

    public void Write(Span<byte> row)
    {
        row[0] = FormatVersion;
        BinaryPrimitives.WriteInt64LittleEndian(row[1..], Accepted);
        BinaryPrimitives.WriteInt64LittleEndian(row[9..], Duplicate);
    }
}
