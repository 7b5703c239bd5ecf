namespace SendFlowr.Streams.Tables;

/// <summary>Where a row is. The default is an empty slot.</summary>
internal struct Slot
{
    public const int SizeBytes = 24;

    public ulong High;
    public ulong Low;
    public uint Location;

    /// <summary>Length of the row + 1; 0 when the slot is empty.</summary>
    public int StoredLength;

    public readonly int Length => unchecked(StoredLength - 1);

    public readonly RowKey Key => new(High, Low);

    public readonly ulong Hash => RowHash.Of(High, Low);
}
