using System.Buffers.Binary;
using SendFlowr.Model.Time;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>
/// Which ids were settled on which UTC day, and what is forgotten when a day has passed <see cref="RequestLimits.Memory"/>: what a transaction
/// settled is one row, a day's rows are numbered, and a whole day goes at a time, slice by slice.
/// </summary>
/// <remarks>Rows are keyed (day + 1, number); the row (day + 1, all bits) says how many, and (0, 0) the oldest day that is kept.</remarks>
internal sealed class SettledDays
{
    private const int RowsPerSlice = 64;
    private const int KeysPerRow = 256;

    private readonly SortedDictionary<long, List<RowKey>> _settled = [];
    private readonly List<RowKey> _keys = [];
    private readonly byte[] _number = new byte[sizeof(long)];
    private ITable _days = null!;

    private static RowKey OldestKey => default;

    public void Init(IProcessorContext context) => _days = context.Table(RequestTables.SettledDays);

    /// <summary>Remembers that an id was settled; written with the transaction.</summary>
    public void Add(RowKey key, Timestamp settledAt)
    {
        long day = Math.Max(settledAt.EpochDay, Number(OldestKey) ?? 0);
        if (!_settled.TryGetValue(day, out List<RowKey>? keys))
        {
            keys = [];
            _settled.Add(day, keys);
        }

        keys.Add(key);
    }

    public void Flush()
    {
        foreach ((long day, List<RowKey> keys) in _settled)
        {
            long rows = Number(CountKey(day)) ?? 0;
            foreach (RowKey[] chunk in keys.Chunk(KeysPerRow))
            {
                _days.Put(new RowKey((ulong)day + 1, (ulong)rows++), Bytes(chunk));
            }

            Write(CountKey(day), rows);
            if (Number(OldestKey) is null)
            {
                Write(OldestKey, day);
            }
        }

        _settled.Clear();
    }

    /// <summary>Forgets a slice of what is old enough; whether more is.</summary>
    public bool Forget(ITable home, long nowMilliseconds)
    {
        if (Number(OldestKey) is not { } day || new Timestamp(nowMilliseconds) < Timestamp.FromEpochDay(day + 1).Plus(RequestLimits.Memory))
        {
            return false;
        }

        long rows = Number(CountKey(day)) ?? 0;
        for (int i = 0; i < RowsPerSlice && rows > 0; i++)
        {
            ForgetRow(home, new RowKey((ulong)day + 1, (ulong)--rows));
        }

        if (rows > 0)
        {
            Write(CountKey(day), rows);
            return true;
        }

        _days.Delete(CountKey(day));
        Write(OldestKey, day + 1);
        return true;
    }

    private void ForgetRow(ITable home, RowKey place)
    {
        _keys.Clear();
        if (_days.TryGet(place, out ReadOnlySpan<byte> row))
        {
            for (int at = 0; at < row.Length; at += RowKey.SizeBytes)
            {
                _keys.Add(RowKey.Read(row[at..]));
            }
        }

        _keys.ForEach(key => home.Delete(key));
        _days.Delete(place);
    }

    private static byte[] Bytes(RowKey[] keys)
    {
        byte[] row = new byte[keys.Length * RowKey.SizeBytes];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i].Write(row.AsSpan(i * RowKey.SizeBytes));
        }

        return row;
    }

    private static RowKey CountKey(long day) => new((ulong)day + 1, ulong.MaxValue);

    private long? Number(RowKey key) => _days.TryGet(key, out ReadOnlySpan<byte> row) ? BinaryPrimitives.ReadInt64LittleEndian(row) : null;

    private void Write(RowKey key, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_number, number);
        _days.Put(key, _number);
    }
}
