using System.Buffers.Binary;

namespace SendFlowr.Pipeline.Rows;

/// <summary>Where a person task stands in a learning run, one row a task.</summary>
/// <param name="Run">Number of the run last heard of; 0 before the first.</param>
/// <param name="Pending">What is still to be answered.</param>
/// <param name="PendingDay">The day of the pending cut, or the last day of the pending survey, in days since 1970-01-01.</param>
/// <param name="TouchedInRun">Earliest touched day that the run has taken up; −1: none. Learned when a version comes out.</param>
internal readonly record struct LearningRow(long Run, PendingAnswer Pending, int PendingDay, int TouchedInRun)
{
    public const int SizeBytes = 1 + 8 + 1 + 4 + 4;

    private const byte FormatVersion = 1;

    public static LearningRow Empty { get; } = new(0, PendingAnswer.None, 0, -1);

    public static LearningRow Read(ReadOnlySpan<byte> row)
    {
        RowFormat.Require(row, FormatVersion, SizeBytes, "learning");
        return new LearningRow(
            BinaryPrimitives.ReadInt64LittleEndian(row[1..]),
            (PendingAnswer)row[9],
            BinaryPrimitives.ReadInt32LittleEndian(row[10..]),
            BinaryPrimitives.ReadInt32LittleEndian(row[14..]));
    }

    public void Write(Span<byte> row)
    {
        row[0] = FormatVersion;
        BinaryPrimitives.WriteInt64LittleEndian(row[1..], Run);
        row[9] = (byte)Pending;
        BinaryPrimitives.WriteInt32LittleEndian(row[10..], PendingDay);
        BinaryPrimitives.WriteInt32LittleEndian(row[14..], TouchedInRun);
    }
}

/// <summary>What a person task still owes the tenant stage.</summary>
internal enum PendingAnswer : byte
{
    None = 0,
    Survey = 1,
    Day = 2,
}
