using SendFlowr.Avro.Binary;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>The rows of a task's open requests: the request's bytes, written once, its place, and the list of its person.</summary>
/// <remarks>A list is a version byte and the keys in order, 16 bytes each. Not thread-safe.</remarks>
internal sealed class OpenRequests
{
    private const byte FormatVersion = 1;

    private readonly AvroWriter _body = new();
    private ITable _requests = null!;
    private ITable _pending = null!;
    private ITable _pendingOf = null!;

    public void Init(IProcessorContext context)
    {
        _requests = context.Table(RequestTables.Requests);
        _pending = context.Table(RequestTables.Pending);
        _pendingOf = context.Table(RequestTables.PendingOf);
    }

    /// <summary>How many requests are open.</summary>
    public long Count => _pending.Count;

    public bool IsOpen(RowKey key) => _pending.TryGet(key, out _);

    /// <summary>How many requests of the person are open.</summary>
    public int CountOf(RowKey person) => _pendingOf.TryGet(person, out ReadOnlySpan<byte> row) ? (row.Length - 1) / RowKey.SizeBytes : 0;

    /// <summary>Keys of the person's open requests behind one, in order; null for all.</summary>
    public List<RowKey> KeysOf(RowKey person, RowKey? behind)
    {
        List<RowKey> keys = [];
        if (_pendingOf.TryGet(person, out ReadOnlySpan<byte> row))
        {
            for (int at = 1; at < row.Length; at += RowKey.SizeBytes)
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

    /// <summary>The place of an open request; null when it is not open.</summary>
    public PendingRow? Row(RowKey key) => _pending.TryGet(key, out ReadOnlySpan<byte> row) ? PendingRow.Read(row) : null;

    /// <summary>The trigger of an open request without reading the rest; null when it is not open.</summary>
    public long? TriggerOf(RowKey key) => _pending.TryGet(key, out ReadOnlySpan<byte> row) ? PendingRow.TriggerOf(row) : null;

    /// <summary>An open request with what was requested; null when it is not open.</summary>
    public OpenRequest? Find(RowKey key) => Row(key) is { } row && _requests.TryGet(key, out ReadOnlySpan<byte> body)
        ? new OpenRequest(key, RequestCodec.Read(body), row)
        : null;

    public void Add(OpenRequest open)
    {
        _body.Clear();
        RequestCodec.Write(_body, open.Request);
        _requests.Put(open.Key, _body.WrittenSpan);
        Replace(open);
        List<RowKey> keys = KeysOf(open.Row.Person, null);
        int place = keys.FindIndex(key => IsBefore(open.Key, key));
        keys.Insert(place < 0 ? keys.Count : place, open.Key);
        WriteList(open.Row.Person, keys);
    }

    /// <summary>Writes the new place of a request that stays open.</summary>
    public void Replace(OpenRequest open) => _pending.Put(open.Key, open.Row.ToBytes());

    public void Remove(OpenRequest open)
    {
        _requests.Delete(open.Key);
        _pending.Delete(open.Key);
        List<RowKey> keys = KeysOf(open.Row.Person, null);
        keys.Remove(open.Key);
        WriteList(open.Row.Person, keys);
    }

    /// <summary>Visits every place, for rebuilding timers.</summary>
    public void VisitAll(Action<RowKey, PendingRow> visit)
    {
        TableCursor cursor = default;
        while (_pending.Scan(ref cursor, int.MaxValue, (key, row) => visit(key, PendingRow.Read(row))))
        {
        }
    }

    private void WriteList(RowKey person, List<RowKey> keys)
    {
        if (keys.Count == 0)
        {
            _pendingOf.Delete(person);
            return;
        }

        byte[] row = new byte[1 + (keys.Count * RowKey.SizeBytes)];
        row[0] = FormatVersion;
        for (int i = 0; i < keys.Count; i++)
        {
            keys[i].Write(row.AsSpan(1 + (i * RowKey.SizeBytes)));
        }

        _pendingOf.Put(person, row);
    }

    private static bool IsBefore(RowKey left, RowKey right) => left.High != right.High ? left.High < right.High : left.Low < right.Low;
}
