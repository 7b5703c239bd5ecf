namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>What keeps exactly-once: all on in a product; the simulation switches one off at a time to show what it is for.</summary>
internal sealed record WorkerGuards
{
    public static WorkerGuards All { get; } = new();

    /// <summary>
    /// Tables are restored up to the high watermark, read <c>read_committed</c>: the last stable offset would leave out a transaction that is
    /// committed already while its markers are still on their way.
    /// </summary>
    public bool RestoreToHighWatermark { get; init; } = true;

    /// <summary>Every record is at its broker before offsets join the transaction.</summary>
    public bool FlushBeforeOffsets { get; init; } = true;

    /// <summary>Without transactions, the changes of a commit are in the changelog as one before they follow one by one.</summary>
    public bool RedoBeforeRows { get; init; } = true;

    /// <summary>Offsets go with the member's generation at that moment, so that a member that missed a rebalance is refused.</summary>
    public bool LiveGroupMetadata { get; init; } = true;

    /// <summary>Members have a <c>group.instance.id</c>, and nothing is committed while there is no generation: the broker takes offsets of an empty member unfenced.</summary>
    public bool StaticMembership { get; init; } = true;

    /// <summary>Snapshots hold committed state only.</summary>
    public bool SnapshotAfterCommit { get; init; } = true;

    /// <summary>A producer whose call ran out of time is not used again: a late answer to it would commit what was given up.</summary>
    public bool NewProducerAfterUnknown { get; init; } = true;

    /// <summary>After an outcome nobody knows, tables are restored and not taken for what was hoped.</summary>
    public bool RestoreAfterUnknown { get; init; } = true;

    /// <summary>A task that comes back keeps its tables only if nobody wrote to its changelog or committed its inputs meanwhile.</summary>
    public bool KeepUnmovedOnly { get; init; } = true;

    /// <summary>Tables of a standby are taken over with the place up to which it has read, not with the one where it saw the changelog end.</summary>
    public bool TakeOverAtPlace { get; init; } = true;
}
