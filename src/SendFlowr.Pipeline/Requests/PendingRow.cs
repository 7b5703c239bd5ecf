using System.Buffers.Binary;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Where an open request stands. Immutable.</summary>
/// <remarks>
/// The row: version byte, state, flags (1: refreshed), person (16 bytes), accepted at, received at and target (6 each), latency (4), lane (4),
/// revision (4), confidence (8), the resolving type (a length byte and UTF-8), then the request's own bytes. Little-endian. One row, since a
/// second one would take more memory than writing the request again with a revision takes of the log, whose decisions are longer.
/// </remarks>
internal sealed record PendingRow
{
    private const byte FormatVersion = 1;
    private const int AcceptedPlace = 3 + RowKey.SizeBytes;
    private const int ReceivedPlace = AcceptedPlace + Time48.SizeBytes;
    private const int TargetPlace = ReceivedPlace + Time48.SizeBytes;
    private const int LatencyPlace = TargetPlace + Time48.SizeBytes;
    private const int LanePlace = LatencyPlace + 4;
    private const int FixedBytes = LanePlace + 4 + 4 + 8;

    /// <summary>Planned or revised.</summary>
    public required RequestState State { get; init; }

    /// <summary>It was decided anew when its trigger came within a day, or was planned within it.</summary>
    public required bool IsRefreshed { get; init; }

    public required RowKey Person { get; init; }

    /// <summary>When its home took it; part of the decision's id.</summary>
    public required Timestamp AcceptedAt { get; init; }

    /// <summary>What defaults of the window are counted from.</summary>
    public required Timestamp ReceivedAt { get; init; }

    public required Timestamp Target { get; init; }

    /// <summary>What the plan subtracts; 0 to seven days.</summary>
    public required int LatencyMilliseconds { get; init; }

    /// <summary>Number of the lane whose latency is compensated (<see cref="LaneEstimates"/>); 0 when none is.</summary>
    public required uint Lane { get; init; }

    public required int Revision { get; init; }

    public required double Confidence { get; init; }

    public required string ResolvedBy { get; init; }

    /// <summary>Target − latency.</summary>
    public Timestamp Trigger => new(Target.EpochMilliseconds - LatencyMilliseconds);

    /// <summary>Reads a row.</summary>
    /// <param name="row">All of it.</param>
    /// <param name="body">The request's own bytes within it.</param>
    public static PendingRow Read(ReadOnlySpan<byte> row, out ReadOnlySpan<byte> body)
    {
        RowFormat.Require(row, FormatVersion, FixedBytes + 1, RequestTables.Pending);
        int place = FixedBytes;
        PendingRow pending = new()
        {
            State = (RequestState)row[1],
            IsRefreshed = row[2] != 0,
            Person = RowKey.Read(row[3..]),
            AcceptedAt = Time48.Read(row[AcceptedPlace..]),
            ReceivedAt = Time48.Read(row[ReceivedPlace..]),
            Target = Time48.Read(row[TargetPlace..]),
            LatencyMilliseconds = BinaryPrimitives.ReadInt32LittleEndian(row[LatencyPlace..]),
            Lane = LaneOf(row),
            Revision = BinaryPrimitives.ReadInt32LittleEndian(row[(LanePlace + 4)..]),
            Confidence = BinaryPrimitives.ReadDoubleLittleEndian(row[(LanePlace + 8)..]),
            ResolvedBy = ShortText.Read(row, ref place),
        };
        body = row[place..];
        return pending;
    }

    /// <summary>The trigger of a row without reading the rest.</summary>
    public static long TriggerOf(ReadOnlySpan<byte> row) => Time48.Read(row[TargetPlace..]).EpochMilliseconds - LatencyOf(row);

    /// <summary>The latency of a row without reading the rest.</summary>
    public static int LatencyOf(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt32LittleEndian(row[LatencyPlace..]);

    /// <summary>The lane of a row without reading the rest.</summary>
    public static uint LaneOf(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadUInt32LittleEndian(row[LanePlace..]);

    /// <summary>Whether a row was refreshed, without reading the rest.</summary>
    public static bool IsRefreshedOf(ReadOnlySpan<byte> row) => row[2] != 0;

    public byte[] ToBytes(ReadOnlySpan<byte> body)
    {
        byte[] row = new byte[FixedBytes + ShortText.Bytes(ResolvedBy) + body.Length];
        row[0] = FormatVersion;
        row[1] = (byte)State;
        row[2] = IsRefreshed ? (byte)1 : (byte)0;
        Person.Write(row.AsSpan(3));
        Time48.Write(row.AsSpan(AcceptedPlace), AcceptedAt);
        Time48.Write(row.AsSpan(ReceivedPlace), ReceivedAt);
        Time48.Write(row.AsSpan(TargetPlace), Target);
        BinaryPrimitives.WriteInt32LittleEndian(row.AsSpan(LatencyPlace), LatencyMilliseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(LanePlace), Lane);
        BinaryPrimitives.WriteInt32LittleEndian(row.AsSpan(LanePlace + 4), Revision);
        BinaryPrimitives.WriteDoubleLittleEndian(row.AsSpan(LanePlace + 8), Confidence);
        int place = FixedBytes;
        ShortText.Write(row, ref place, ResolvedBy);
        body.CopyTo(row.AsSpan(place));
        return row;
    }
}
