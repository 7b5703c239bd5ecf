namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Where a worker is in its life.</summary>
/// <remarks>Joining → Restoring → Running; a rebalance goes back to Joining; any of them → Closed or Failed.</remarks>
internal enum WorkerState
{
    /// <summary>It has no partitions yet, or waits for its producer.</summary>
    Joining,

    /// <summary>Tables of its tasks are being restored; nothing is processed.</summary>
    Restoring,

    Running,

    /// <summary>It has left and takes no turns.</summary>
    Closed,

    /// <summary>It cannot go on; <c>Failure</c> says why.</summary>
    Failed,
}
