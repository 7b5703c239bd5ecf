using System.Buffers.Binary;
using SendFlowr.Avro.Binary;
using SendFlowr.Model.Latency;
using SendFlowr.Pipeline.Lanes;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Requests;

/// <summary>
/// The newest estimate of each lane as this task has read it, and which lanes have moved so far since the open requests were last looked
/// through that some may have to move too.
/// </summary>
/// <remarks>Row: version byte, median (8), count (4), median at the last look (8, −1: never). Keyed like the lanes of the tenant stage.</remarks>
internal sealed class LaneEstimates
{
    private const byte FormatVersion = 1;
    private const int RowBytes = 1 + 8 + 4 + 8;
    private const long LeastMilliseconds = 1000;
    private const int LeastPerMille = 50;

    private readonly byte[] _row = new byte[RowBytes];
    private readonly Queue<RowKey> _moved = new();
    private ITable _table = null!;

    /// <summary>The number that stands for a lane in rows; never 0.</summary>
    public static uint NumberOf(Lane lane) => NumberOf(LaneRow.KeyOf(lane));

    /// <summary>The same of the key of a lane's row.</summary>
    public static uint NumberOf(RowKey lane) => (uint)(lane.High >> 32) | 1;

    /// <summary>Whether an estimate differs so much that a plan made with the other must be looked at: by 1 s and by 5 %.</summary>
    public static bool IsMaterial(long planned, long now) => Differs(planned, now, 1);

    public void Init(ITable table)
    {
        _table = table;
        TableCursor cursor = default;
        while (table.Scan(ref cursor, int.MaxValue, (key, row) => Note(key, row)))
        {
        }
    }

    /// <summary>Takes a record of <c>sendflowr.lanes</c>; whether its lane has moved.</summary>
    public bool Take(ReadOnlySpan<byte> body)
    {
        AvroReader reader = new(body);
        Lane lane = new(reader.ReadStringText(), reader.ReadStringText());
        RowKey key = LaneRow.KeyOf(lane);
        long lookedAt = _table.TryGet(key, out ReadOnlySpan<byte> row) ? LookedAt(row) : -1;
        Write(key, reader.ReadLong(), reader.ReadInt(), lookedAt);
        return Note(key, _row);
    }

    public LaneSummary Summary(Lane lane) =>
        _table.TryGet(LaneRow.KeyOf(lane), out ReadOnlySpan<byte> row)
            ? new LaneSummary(Median(row), BinaryPrimitives.ReadInt32LittleEndian(row[9..]))
            : default;

    /// <summary>Whether some lane has moved.</summary>
    public bool HasMoved => _moved.Count > 0;

    /// <summary>The next lane that has moved, with its median.</summary>
    public (RowKey Lane, long Median) NextMoved
    {
        get
        {
            RowKey lane = _moved.Peek();
            return (lane, _table.TryGet(lane, out ReadOnlySpan<byte> row) ? Median(row) : 0);
        }
    }

    /// <summary>The open requests have been looked through for the next moved lane, by this median.</summary>
    public void LookedThrough(long median)
    {
        RowKey lane = _moved.Dequeue();
        if (_table.TryGet(lane, out ReadOnlySpan<byte> row))
        {
            Write(lane, Median(row), BinaryPrimitives.ReadInt32LittleEndian(row[9..]), median);
            Note(lane, _row);
        }
    }

    private bool Note(RowKey key, ReadOnlySpan<byte> row)
    {
        RowFormat.Require(row, FormatVersion, RowBytes, RequestTables.LaneEstimates);
        long lookedAt = LookedAt(row);
        bool hasMoved = lookedAt < 0 || Differs(lookedAt, Median(row), 2);
        if (hasMoved && !_moved.Contains(key))
        {
            _moved.Enqueue(key);
        }

        return hasMoved;
    }

    /// <summary>Lanes are looked at after half of what is material, so that a plan is never far beyond it.</summary>
    private static bool Differs(long from, long to, int parts) =>
        Math.Abs(to - from) * parts >= Math.Max(LeastMilliseconds, from * LeastPerMille / 1000);

    private static long Median(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt64LittleEndian(row[1..]);

    private static long LookedAt(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt64LittleEndian(row[13..]);

    private void Write(RowKey key, long median, int count, long lookedAt)
    {
        _row[0] = FormatVersion;
        BinaryPrimitives.WriteInt64LittleEndian(_row.AsSpan(1), median);
        BinaryPrimitives.WriteInt32LittleEndian(_row.AsSpan(9), count);
        BinaryPrimitives.WriteInt64LittleEndian(_row.AsSpan(13), lookedAt);
        _table.Put(key, _row);
    }
}
