using System.Buffers.Binary;

namespace SendFlowr.Pipeline.Rows;

/// <summary>The tenant stage's one durable fact about learning: which run is under way, and what is asked for after it.</summary>
/// <param name="Run">Number of the newest run; 0 before the first.</param>
/// <param name="UnderWay">That run has not brought out a version yet.</param>
/// <param name="ThroughDay">Last day it learns, in days since 1970-01-01.</param>
/// <param name="SinceDay">First day it must learn again; −1: from the earliest touched.</param>
/// <param name="QueuedThroughDay">Last day of a run asked for meanwhile; −1: none.</param>
/// <param name="QueuedSinceDay">Its first day; −1: from the earliest touched.</param>
internal readonly record struct RunRow(
    long Run, bool UnderWay, int ThroughDay, int SinceDay, int QueuedThroughDay, int QueuedSinceDay)
{
    public const int SizeBytes = 1 + 8 + 1 + (4 * 4);

    private const byte FormatVersion = 1;

    public static RunRow Empty { get; } = new(0, false, -1, -1, -1, -1);

    public static RunRow Read(ReadOnlySpan<byte> row)
    {
        RowFormat.Require(row, FormatVersion, SizeBytes, "runs");
        return new RunRow(
            BinaryPrimitives.ReadInt64LittleEndian(row[1..]),
            row[9] == 1,
            BinaryPrimitives.ReadInt32LittleEndian(row[10..]),
            BinaryPrimitives.ReadInt32LittleEndian(row[14..]),
            BinaryPrimitives.ReadInt32LittleEndian(row[18..]),
            BinaryPrimitives.ReadInt32LittleEndian(row[22..]));
    }

    public void Write(Span<byte> row)
    {
        row[0] = FormatVersion;
        BinaryPrimitives.WriteInt64LittleEndian(row[1..], Run);
        row[9] = UnderWay ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(row[10..], ThroughDay);
        BinaryPrimitives.WriteInt32LittleEndian(row[14..], SinceDay);
        BinaryPrimitives.WriteInt32LittleEndian(row[18..], QueuedThroughDay);
        BinaryPrimitives.WriteInt32LittleEndian(row[22..], QueuedSinceDay);
    }

    /// <summary>The row after someone asked for learning: a new run, or one queued behind the running one.</summary>
    public RunRow Ask(int throughDay, int sinceDay)
    {
        if (!UnderWay)
        {
            return this with { Run = Run + 1, UnderWay = true, ThroughDay = throughDay, SinceDay = sinceDay };
        }

        return this with
        {
            QueuedThroughDay = Math.Max(QueuedThroughDay, throughDay),
            QueuedSinceDay = QueuedSinceDay < 0 ? sinceDay : sinceDay < 0 ? QueuedSinceDay : Math.Min(QueuedSinceDay, sinceDay),
        };
    }

    /// <summary>The row after the run ended: idle, or on to the queued one.</summary>
    public RunRow Finish()
    {
        RunRow idle = this with { UnderWay = false, QueuedThroughDay = -1, QueuedSinceDay = -1 };
        return QueuedThroughDay < 0 ? idle : idle.Ask(QueuedThroughDay, QueuedSinceDay);
    }
}
