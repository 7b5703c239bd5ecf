namespace SendFlowr.Streams.Tables;

/// <summary>The committed rows of one table of one task, in memory.</summary>
/// <remarks>
/// One thread at a time writes and uses <see cref="TryGet"/> and <see cref="TryNext"/>; any thread uses <see cref="IReadOnlyTable"/>.
/// A row costs 24 bytes of slot (its key among them) divided by the load, 0.53 to 0.8, and its length rounded up to a size class.
/// </remarks>
internal sealed class TableStore : IReadOnlyTable
{
    private const int ShardCount = 1 << TableShard.ShardBits;
    private const int ShardShift = 64 - TableShard.ShardBits;

    private readonly RowPages _pages = new();
    private readonly TableShard[] _shards = new TableShard[ShardCount];
    private long _count;

    public TableStore(string name)
    {
        Name = name;
        for (int shard = 0; shard < ShardCount; shard++)
        {
            _shards[shard] = new TableShard(_pages);
        }
    }

    public string Name { get; }

    public long Count => Volatile.Read(ref _count);

    /// <summary>Memory taken: slots and pages.</summary>
    public long AllocatedBytes => _pages.AllocatedBytes + _shards.Sum(shard => shard.SlotBytes);

    /// <summary>Makes room for so many rows in an empty table: rows that come in the order of their hashes would fill a growing one from its front, each behind all before.</summary>
    public void Reserve(long rows)
    {
        foreach (TableShard shard in _shards)
        {
            shard.Reserve(rows / ShardCount);
        }
    }

    public void Put(ulong hash, RowKey key, ReadOnlySpan<byte> row)
    {
        if (row.Length > ITable.MaxRowBytes)
        {
            throw new ArgumentException(
                $"A row of table '{Name}' is {row.Length} bytes long; the limit is {ITable.MaxRowBytes}. Spread it over several rows.");
        }

        if (_shards[hash >> ShardShift].Put(hash, key, row))
        {
            Volatile.Write(ref _count, _count + 1);
        }
    }

    public bool Delete(ulong hash, RowKey key)
    {
        bool deleted = _shards[hash >> ShardShift].Delete(hash, key);
        if (deleted)
        {
            Volatile.Write(ref _count, _count - 1);
        }

        return deleted;
    }

    /// <summary>The row, readable by the writing thread until its next write.</summary>
    public bool TryGet(ulong hash, RowKey key, out ReadOnlySpan<byte> row) => _shards[hash >> ShardShift].TryGet(hash, key, out row);

    /// <summary>
    /// For the writing thread: the row with the least hash at or after <paramref name="from"/>, skipping some rows of that very hash.
    /// </summary>
    public bool TryNext(ulong from, int skip, out ulong hash, out RowKey key, out ReadOnlySpan<byte> row)
    {
        for (int shard = (int)(from >> ShardShift); shard < ShardCount; shard++)
        {
            if (_shards[shard].TryNext(from, skip, out hash, out key, out row))
            {
                return true;
            }

            MoveToNextShard(shard, ref from, ref skip);
        }

        hash = 0;
        key = default;
        row = default;
        return false;
    }

    public bool TryCopy(RowKey key, ref byte[] buffer, out int length)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ulong hash = RowHash.Of(key);
        return _shards[hash >> ShardShift].TryCopy(hash, key, ref buffer, out length);
    }

    public bool Scan(ref TableCursor cursor, int maxRows, RowVisitor visitor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        ArgumentNullException.ThrowIfNull(visitor);
        ulong from = unchecked((ulong)cursor.Position);
        byte[] buffer = [];
        int visited = 0;
        int skip = 0;
        int shard = (int)(from >> ShardShift);
        while (shard < ShardCount)
        {
            if (!_shards[shard].TryCopyNext(from, skip, out ulong hash, out RowKey key, ref buffer, out int length))
            {
                MoveToNextShard(shard++, ref from, ref skip);
                continue;
            }

            if (visited >= maxRows && hash != from)
            {
                cursor = new TableCursor(unchecked((long)hash));
                return true;
            }

            skip = hash == from ? skip + 1 : 1;
            from = hash;
            visitor(key, buffer.AsSpan(0, length));
            visited++;
        }

        return false;
    }

    private static void MoveToNextShard(int shard, ref ulong from, ref int skip)
    {
        from = unchecked((ulong)(shard + 1) << ShardShift);
        skip = 0;
    }
}
