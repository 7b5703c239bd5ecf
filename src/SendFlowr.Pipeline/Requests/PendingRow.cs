using System.Buffers.Binary;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Where an open request stands. Immutable.</summary>
/// <remarks>
/// Version byte, state, flags (1: refreshed), person and decision id (16 bytes each), received at, target, trigger, latency (8 each), lane
/// (8), revision (4), confidence (8), then the resolving type (a length byte and UTF-8): about 120 bytes. Little-endian.
/// </remarks>
internal sealed record PendingRow
{
    private const byte FormatVersion = 1;
    private const int FixedBytes = 3 + (2 * RowKey.SizeBytes) + (5 * 8) + 4 + 8;

    /// <summary>Planned or revised.</summary>
    public required RequestState State { get; init; }

    /// <summary>It was decided anew when its trigger came within a day, or was planned within it.</summary>
    public required bool IsRefreshed { get; init; }

    public required RowKey Person { get; init; }

    public required string DecisionId { get; init; }

    /// <summary>What defaults of the window are counted from.</summary>
    public required Timestamp ReceivedAt { get; init; }

    public required Timestamp Target { get; init; }

    public required Timestamp Trigger { get; init; }

    /// <summary>What the plan subtracted.</summary>
    public required long LatencyMilliseconds { get; init; }

    /// <summary>Number of the lane whose latency is compensated (<see cref="LaneEstimates"/>); 0 when none is.</summary>
    public required ulong Lane { get; init; }

    public required int Revision { get; init; }

    public required double Confidence { get; init; }

    public required string ResolvedBy { get; init; }

    public static PendingRow Read(ReadOnlySpan<byte> row)
    {
        RowFormat.Require(row, FormatVersion, FixedBytes + 1, "pending");
        int place = FixedBytes;
        return new PendingRow
        {
            State = (RequestState)row[1],
            IsRefreshed = row[2] != 0,
            Person = RowKey.Read(row[3..]),
            DecisionId = DecisionIdBytes.Read(row[19..]),
            ReceivedAt = new Timestamp(BinaryPrimitives.ReadInt64LittleEndian(row[35..])),
            Target = new Timestamp(BinaryPrimitives.ReadInt64LittleEndian(row[43..])),
            Trigger = new Timestamp(BinaryPrimitives.ReadInt64LittleEndian(row[51..])),
            LatencyMilliseconds = BinaryPrimitives.ReadInt64LittleEndian(row[59..]),
            Lane = BinaryPrimitives.ReadUInt64LittleEndian(row[67..]),
            Revision = BinaryPrimitives.ReadInt32LittleEndian(row[75..]),
            Confidence = BinaryPrimitives.ReadDoubleLittleEndian(row[79..]),
            ResolvedBy = ShortText.Read(row, ref place),
        };
    }

    /// <summary>The trigger of a row without reading the rest.</summary>
    public static long TriggerOf(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt64LittleEndian(row[51..]);

    public byte[] ToBytes()
    {
        byte[] row = new byte[FixedBytes + ShortText.Bytes(ResolvedBy)];
        row[0] = FormatVersion;
        row[1] = (byte)State;
        row[2] = IsRefreshed ? (byte)1 : (byte)0;
        Person.Write(row.AsSpan(3));
        DecisionIdBytes.Write(row.AsSpan(19), DecisionId);
        BinaryPrimitives.WriteInt64LittleEndian(row.AsSpan(35), ReceivedAt.EpochMilliseconds);
        BinaryPrimitives.WriteInt64LittleEndian(row.AsSpan(43), Target.EpochMilliseconds);
        BinaryPrimitives.WriteInt64LittleEndian(row.AsSpan(51), Trigger.EpochMilliseconds);
        BinaryPrimitives.WriteInt64LittleEndian(row.AsSpan(59), LatencyMilliseconds);
        BinaryPrimitives.WriteUInt64LittleEndian(row.AsSpan(67), Lane);
        BinaryPrimitives.WriteInt32LittleEndian(row.AsSpan(75), Revision);
        BinaryPrimitives.WriteDoubleLittleEndian(row.AsSpan(79), Confidence);
        int place = FixedBytes;
        ShortText.Write(row, ref place, ResolvedBy);
        return row;
    }
}
