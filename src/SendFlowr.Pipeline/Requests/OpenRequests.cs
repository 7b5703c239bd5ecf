using SendFlowr.Avro.Binary;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>The rows of a task's open requests, and the list of each person's.</summary>
/// <remarks>
/// A list is the keys in order, 16 bytes each, and nothing else: it is the shortest row of most people, and another form would have another length.
/// Not thread-safe.
/// </remarks>
internal sealed class OpenRequests
{
    private readonly AvroWriter _body = new();
    private ITable _pending = null!;
    private ITable _pendingOf = null!;

    public void Init(IProcessorContext context)
    {
        _pending = context.Table(RequestTables.Pending);
        _pendingOf = context.Table(RequestTables.PendingOf);
    }

    /// <summary>How many requests are open.</summary>
    public long Count => _pending.Count;

    public bool IsOpen(RowKey key) => _pending.TryGet(key, out _);

    /// <summary>How many requests of the person are open.</summary>
    public int CountOf(RowKey person) => _pendingOf.TryGet(person, out ReadOnlySpan<byte> row) ? row.Length / RowKey.SizeBytes : 0;

    /// <summary>Keys of the person's open requests behind one, in order; null for all.</summary>
    public List<RowKey> KeysOf(RowKey person, RowKey? behind)
    {
        List<RowKey> keys = [];
        if (_pendingOf.TryGet(person, out ReadOnlySpan<byte> row))
        {
            for (int at = 0; at < row.Length; at += RowKey.SizeBytes)
            {
                RowKey key = RowKey.Read(row[at..]);
                if (behind is not { } last || IsBefore(last, key))
                {
                    keys.Add(key);
                }
            }
        }

        return keys;
    }

    /// <summary>The trigger of an open request without reading the rest; null when it is not open.</summary>
    public long? TriggerOf(RowKey key) => _pending.TryGet(key, out ReadOnlySpan<byte> row) ? PendingRow.TriggerOf(row) : null;

    /// <summary>Whether an open request with this trigger has still to be refreshed.</summary>
    public bool AwaitsRefresh(RowKey key, long trigger) =>
        _pending.TryGet(key, out ReadOnlySpan<byte> row) && !PendingRow.IsRefreshedOf(row) && PendingRow.TriggerOf(row) == trigger;

    /// <summary>An open request with what was requested; null when it is not open.</summary>
    public OpenRequest? Find(RowKey key)
    {
        if (!_pending.TryGet(key, out ReadOnlySpan<byte> row))
        {
            return null;
        }

        PendingRow pending = PendingRow.Read(row, out ReadOnlySpan<byte> body);
        return OpenRequest.Of(key, RequestCodec.Read(body), pending);
    }

    public void Add(OpenRequest open)
    {
        Replace(open);
        List<RowKey> keys = KeysOf(open.Row.Person, null);
        int place = keys.FindIndex(key => IsBefore(open.Key, key));
        keys.Insert(place < 0 ? keys.Count : place, open.Key);
        WriteList(open.Row.Person, keys);
    }

    /// <summary>Writes the new place of a request that stays open.</summary>
    public void Replace(OpenRequest open)
    {
        _body.Clear();
        RequestCodec.Write(_body, open.Request);
        _pending.Put(open.Key, open.Row.ToBytes(_body.WrittenSpan));
    }

    public void Remove(OpenRequest open)
    {
        _pending.Delete(open.Key);
        List<RowKey> keys = KeysOf(open.Row.Person, null);
        keys.Remove(open.Key);
        WriteList(open.Row.Person, keys);
    }

    /// <summary>Visits the next rows; false when all have been seen. The visitor must not write.</summary>
    public bool Visit(ref TableCursor cursor, int maxRows, RowVisitor visitor) => _pending.Scan(ref cursor, maxRows, visitor);

    private void WriteList(RowKey person, List<RowKey> keys)
    {
        if (keys.Count == 0)
        {
            _pendingOf.Delete(person);
            return;
        }

        byte[] row = new byte[keys.Count * RowKey.SizeBytes];
        for (int i = 0; i < keys.Count; i++)
        {
            keys[i].Write(row.AsSpan(i * RowKey.SizeBytes));
        }

        _pendingOf.Put(person, row);
    }

    private static bool IsBefore(RowKey left, RowKey right) => left.High != right.High ? left.High < right.High : left.Low < right.Low;
}
