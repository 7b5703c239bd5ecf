namespace SendFlowr.Streams.Tables;

/// <summary>The committed rows of one table of one task, for queries.</summary>
/// <remarks>
/// Safe to use from any thread while the task runs. A row is seen as some commit left it, never half written; two calls may see
/// different commits. What is seen may not be synced yet: whoever promises durability to others syncs the engine first.
/// </remarks>
public interface IReadOnlyTable
{
    string Name { get; }

    /// <summary>Number of committed rows.</summary>
    long Count { get; }

    /// <summary>
    /// Copies the row into <paramref name="buffer"/>, which is replaced by a larger one when it is too short; false when there is no such row.
    /// </summary>
    bool TryCopy(RowKey key, ref byte[] buffer, out int length);

    /// <summary>Like <see cref="ITable.Scan"/>, over committed rows. The visitor gets copies and may take its time.</summary>
    bool Scan(ref TableCursor cursor, int maxRows, RowVisitor visitor);
}
