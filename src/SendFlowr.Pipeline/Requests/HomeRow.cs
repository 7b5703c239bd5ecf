using System.Buffers.Binary;
using System.Text;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Requests;

/// <summary>What the home of a request_id remembers: its content, its person, and once it is settled how it ended. Immutable.</summary>
/// <remarks>
/// Version byte, state (255: open), content (8), person (16), accepted at (6); of a settled one also settled at,
/// target, trigger, latency (8 each), revision (4), then channel and provider (a length byte and UTF-8 each) and the reason. Little-endian.
/// </remarks>
internal sealed record HomeRow
{
    private const byte FormatVersion = 1;
    private const byte Open = 255;
    private const int OpenBytes = 2 + 8 + RowKey.SizeBytes + Time48.SizeBytes;
    private const int SettledBytes = OpenBytes + (4 * 8) + 4;
    private const long None = long.MinValue;

    /// <summary>64 bits of a hash of what was requested.</summary>
    public required ulong Content { get; init; }

    public required RowKey Person { get; init; }

    public required Timestamp AcceptedAt { get; init; }

    /// <summary>Final; null while it is open, and then what follows means nothing.</summary>
    public RequestState? State { get; init; }

    public Timestamp SettledAt { get; init; }

    public Timestamp? Target { get; init; }

    public Timestamp? Trigger { get; init; }

    public long LatencyMilliseconds { get; init; }

    public int Revision { get; init; }

    public string Channel { get; init; } = "";

    public string Provider { get; init; } = "";

    public string Reason { get; init; } = "";

    public static HomeRow Read(ReadOnlySpan<byte> row)
    {
        RowFormat.Require(row, FormatVersion, OpenBytes, "request-home");
        HomeRow open = new()
        {
            Content = BinaryPrimitives.ReadUInt64LittleEndian(row[2..]),
            Person = RowKey.Read(row[10..]),
            AcceptedAt = Time48.Read(row[26..]),
        };
        if (row[1] == Open)
        {
            return open;
        }

        RowFormat.Require(row, FormatVersion, SettledBytes, "request-home");
        int place = SettledBytes;
        return open with
        {
            State = (RequestState)row[1],
            SettledAt = new Timestamp(BinaryPrimitives.ReadInt64LittleEndian(row[OpenBytes..])),
            Target = ReadTime(row[(OpenBytes + 8)..]),
            Trigger = ReadTime(row[(OpenBytes + 16)..]),
            LatencyMilliseconds = BinaryPrimitives.ReadInt64LittleEndian(row[(OpenBytes + 24)..]),
            Revision = BinaryPrimitives.ReadInt32LittleEndian(row[(OpenBytes + 32)..]),
            Channel = ShortText.Read(row, ref place),
            Provider = ShortText.Read(row, ref place),
            Reason = Encoding.UTF8.GetString(row[place..]),
        };
    }

    public byte[] ToBytes()
    {
        byte[] row = new byte[State is null ? OpenBytes : SettledBytes + ShortText.Bytes(Channel) + ShortText.Bytes(Provider) + Encoding.UTF8.GetByteCount(Reason)];
        row[0] = FormatVersion;
        row[1] = State is { } state ? (byte)state : Open;
        BinaryPrimitives.WriteUInt64LittleEndian(row.AsSpan(2), Content);
        Person.Write(row.AsSpan(10));
        Time48.Write(row.AsSpan(26), AcceptedAt);
        if (State is not null)
        {
            BinaryPrimitives.WriteInt64LittleEndian(row.AsSpan(OpenBytes), SettledAt.EpochMilliseconds);
            BinaryPrimitives.WriteInt64LittleEndian(row.AsSpan(OpenBytes + 8), Target?.EpochMilliseconds ?? None);
            BinaryPrimitives.WriteInt64LittleEndian(row.AsSpan(OpenBytes + 16), Trigger?.EpochMilliseconds ?? None);
            BinaryPrimitives.WriteInt64LittleEndian(row.AsSpan(OpenBytes + 24), LatencyMilliseconds);
            BinaryPrimitives.WriteInt32LittleEndian(row.AsSpan(OpenBytes + 32), Revision);
            int place = SettledBytes;
            ShortText.Write(row, ref place, Channel);
            ShortText.Write(row, ref place, Provider);
            Encoding.UTF8.GetBytes(Reason, row.AsSpan(place));
        }

        return row;
    }

    private static Timestamp? ReadTime(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes) is not None and var time ? new Timestamp(time) : null;
}
