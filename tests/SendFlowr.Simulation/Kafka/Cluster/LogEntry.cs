namespace SendFlowr.Simulation.Kafka.Cluster;

/// <summary>What became of an entry of a partition.</summary>
internal enum EntryState
{
    /// <summary>Of an open transaction.</summary>
    Open,

    /// <summary>Of a committed transaction, or of none.</summary>
    Visible,

    Aborted,

    /// <summary>A control record, which takes an offset and is delivered to nobody.</summary>
    Marker,

    /// <summary>Compaction has removed it; its offset stays empty.</summary>
    Compacted,
}

/// <summary>One record as it is sent. The value is null for a tombstone.</summary>
internal sealed record SentRecord(byte[] Key, byte[]? Value, long TimestampMilliseconds);

/// <summary>One offset of a partition.</summary>
internal sealed class LogEntry(EntryState state, SentRecord? record)
{
    public EntryState State { get; set; } = state;

    public SentRecord? Record { get; } = record;
}
