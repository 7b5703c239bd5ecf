using SendFlowr.Streams.Buffers;

namespace SendFlowr.Streams.Tables;

/// <summary>
/// A task's table: committed rows with the changes of the running transaction on top. Publishing moves the changes into the committed
/// rows, aborting forgets them; neither touches a row that the transaction did not change.
/// </summary>
/// <remarks>Belongs to one thread at a time; readers on other threads use <see cref="Committed"/>.</remarks>
internal sealed class TransactionalTable(string name) : ITable
{
    private const int DeletedLength = -1;

    private readonly Overlay _overlay = new();
    private readonly GrowableBytes _arena = new();
    private long _addedRows;

    public string Name => Committed.Name;

    public long Count => Committed.Count + _addedRows;

    public TableStore Committed { get; private set; } = new(name);

    /// <summary>Bytes the running transaction has changed, roughly.</summary>
    public long ChangedBytes => _arena.Length + (_overlay.Count * (long)RowKey.SizeBytes);

    public bool TryGet(RowKey key, out ReadOnlySpan<byte> row)
    {
        ulong hash = RowHash.Of(key);
        int index = _overlay.Find(hash, key);
        if (index < 0)
        {
            return Committed.TryGet(hash, key, out row);
        }

        ref OverlayEntry entry = ref _overlay[index];
        row = entry.Length < 0 ? default : _arena.Slice(entry.Offset, entry.Length);
        return entry.Length >= 0;
    }

    public void Put(RowKey key, ReadOnlySpan<byte> row)
    {
        if (row.Length > ITable.MaxRowBytes)
        {
            throw new ArgumentException(
                $"A row of table '{Name}' is {row.Length} bytes long; the limit is {ITable.MaxRowBytes}. Spread it over several rows.");
        }

        ref OverlayEntry entry = ref Touch(RowHash.Of(key), key);
        bool wasThere = Exists(entry);
        if (entry.Capacity < row.Length)
        {
            entry.Offset = _arena.Length;
            entry.Capacity = row.Length;
            _arena.Write(row);
        }
        else
        {
            row.CopyTo(_arena.Slice(entry.Offset, row.Length));
        }

        entry.Length = row.Length;
        _addedRows += wasThere ? 0 : 1;
    }

    public bool Delete(RowKey key)
    {
        ulong hash = RowHash.Of(key);
        int index = _overlay.Find(hash, key);
        if (index < 0 && !Committed.TryGet(hash, key, out _))
        {
            return false;
        }

        ref OverlayEntry entry = ref Touch(hash, key);
        bool wasThere = Exists(entry);
        entry.Length = DeletedLength;
        _addedRows -= wasThere ? 1 : 0;
        return wasThere;
    }

    public bool Scan(ref TableCursor cursor, int maxRows, RowVisitor visitor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        ArgumentNullException.ThrowIfNull(visitor);
        ulong from = unchecked((ulong)cursor.Position);
        int[] newRows = _overlay.NewRowsInOrder();
        int next = _overlay.FirstNewAtOrAfter(from);
        int visited = 0;
        int skip = 0;
        bool hasCommitted = Committed.TryNext(from, skip, out ulong hash, out RowKey key, out ReadOnlySpan<byte> row);
        while (hasCommitted || next < newRows.Length)
        {
            bool isNew = !hasCommitted || (next < newRows.Length && _overlay[newRows[next]].Hash < hash);
            ulong current = isNew ? _overlay[newRows[next]].Hash : hash;
            if (visited >= maxRows && current != from)
            {
                cursor = new TableCursor(unchecked((long)current));
                return true;
            }

            if (isNew)
            {
                visited += VisitChanged(newRows[next++], visitor);
                from = current;
                continue;
            }

            int index = _overlay.Find(hash, key);
            visited += index >= 0 ? VisitChanged(index, visitor) : Visit(key, row, visitor);
            skip = hash == from ? skip + 1 : 1;
            from = hash;
            hasCommitted = Committed.TryNext(from, skip, out hash, out key, out row);
        }

        return false;
    }

    /// <summary>
    /// Writes the changes, the last one of each key: key (16 bytes), length + 1 (varint, 0 for deleted), row. Returns how many.
    /// </summary>
    public int WriteChangelog(GrowableBytes target)
    {
        int rows = 0;
        Span<byte> key = stackalloc byte[RowKey.SizeBytes];
        for (int index = 0; index < _overlay.Count; index++)
        {
            ref OverlayEntry entry = ref _overlay[index];
            if (entry.Length < 0 && !entry.IsCommitted)
            {
                continue;
            }

            entry.Key.Write(key);
            target.Write(key);
            target.WriteVarint((uint)(entry.Length + 1));
            if (entry.Length > 0)
            {
                target.Write(_arena.Slice(entry.Offset, entry.Length));
            }

            rows++;
        }

        return rows;
    }

    /// <summary>Applies changes that <see cref="WriteChangelog"/> wrote to the committed rows.</summary>
    public static void ApplyChangelog(ref ByteReader reader, int rows, TableStore target)
    {
        for (int row = 0; row < rows; row++)
        {
            RowKey key = RowKey.Read(reader.Read(RowKey.SizeBytes));
            int length = (int)reader.ReadVarint() - 1;
            if (length < 0)
            {
                target.Delete(RowHash.Of(key), key);
            }
            else
            {
                target.Put(RowHash.Of(key), key, reader.Read(length));
            }
        }
    }

    /// <summary>Makes the changes of the transaction committed and visible to readers.</summary>
    public void Publish()
    {
        for (int index = 0; index < _overlay.Count; index++)
        {
            ref OverlayEntry entry = ref _overlay[index];
            if (entry.Length >= 0)
            {
                Committed.Put(entry.Hash, entry.Key, _arena.Slice(entry.Offset, entry.Length));
            }
            else if (entry.IsCommitted)
            {
                Committed.Delete(entry.Hash, entry.Key);
            }
        }

        Abort();
    }

    /// <summary>Forgets the changes of the transaction.</summary>
    public void Abort()
    {
        _overlay.Clear();
        _arena.Clear();
        _addedRows = 0;
    }

    /// <summary>Replaces all rows, when the task is restored.</summary>
    public void Restore(TableStore store) => Committed = store;

    private static bool Exists(in OverlayEntry entry) => entry.Length >= 0;

    /// <summary>The entry of a key; a new one starts with what the committed table says, so that counting is right.</summary>
    private ref OverlayEntry Touch(ulong hash, RowKey key)
    {
        int index = _overlay.Find(hash, key);
        if (index >= 0)
        {
            return ref _overlay[index];
        }

        bool isCommitted = Committed.TryGet(hash, key, out _);
        ref OverlayEntry entry = ref _overlay.Add(hash, key, isCommitted);
        entry.Length = isCommitted ? 0 : DeletedLength;
        return ref entry;
    }

    private int VisitChanged(int index, RowVisitor visitor)
    {
        ref OverlayEntry entry = ref _overlay[index];
        return entry.Length < 0 ? 0 : Visit(entry.Key, _arena.Slice(entry.Offset, entry.Length), visitor);
    }

    private static int Visit(RowKey key, ReadOnlySpan<byte> row, RowVisitor visitor)
    {
        visitor(key, row);
        return 1;
    }
}
