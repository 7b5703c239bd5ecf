namespace SendFlowr.Streams.Tables;

/// <summary>What a processor sees of a table: the committed rows with the changes of the running transaction on top.</summary>
/// <remarks>Belongs to the task's thread. Rows are at most <see cref="MaxRowBytes"/> long; a row of length 0 is legal and is not "absent".</remarks>
public interface ITable
{
    const int MaxRowBytes = 1 << 20;

    string Name { get; }

    /// <summary>Rows there would be if the running transaction committed now.</summary>
    long Count { get; }

    /// <summary>The row, readable until the next write to this table or the end of the call into the processor.</summary>
    bool TryGet(RowKey key, out ReadOnlySpan<byte> row);

    /// <summary>Inserts or replaces the row. The bytes are copied.</summary>
    void Put(RowKey key, ReadOnlySpan<byte> row);

    /// <summary>Removes the row; true when there was one.</summary>
    bool Delete(RowKey key);

    /// <summary>
    /// Visits up to <paramref name="maxRows"/> rows from the cursor on and moves it; false when the end was reached.
    /// A full pass visits each row that is there throughout exactly once; rows that come or go meanwhile may be missed or seen.
    /// The visitor must not write to the table.
    /// </summary>
    bool Scan(ref TableCursor cursor, int maxRows, RowVisitor visitor);
}

/// <summary>Called for each row of a scan; the span is valid during the call only.</summary>
public delegate void RowVisitor(RowKey key, ReadOnlySpan<byte> row);

/// <summary>A place in a scan. The default is the beginning.</summary>
public record struct TableCursor(long Position);
