namespace SendFlowr.Pipeline.Rows;

/// <summary>The version byte every row starts with.</summary>
internal static class RowFormat
{
    /// <summary>Refuses a row of another format or a short one: it was written by a version this build cannot read.</summary>
    public static void Require(ReadOnlySpan<byte> row, byte version, int minimumBytes, string table)
    {
        if (row.Length < minimumBytes || row[0] != version)
        {
            throw new InvalidDataException(
                $"A row of table '{table}' has {row.Length} bytes and format {(row.Length > 0 ? row[0] : -1)}; this version reads format {version} "
                + $"with at least {minimumBytes} bytes. Open the data directory with the version that wrote it, or ingest into a new one.");
        }
    }
}
