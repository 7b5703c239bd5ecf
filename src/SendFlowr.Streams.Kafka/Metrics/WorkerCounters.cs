namespace SendFlowr.Streams.Kafka.Metrics;

/// <summary>What a worker has seen since its start. Its own thread writes, any reads.</summary>
internal sealed class WorkerCounters
{
    private long _aborts;
    private long _rebalances;
    private long _restored;

    /// <summary>Transactions whose outcome was not a commit, or not known.</summary>
    public long Aborts => Volatile.Read(ref _aborts);

    /// <summary>Times that partitions came or went.</summary>
    public long Rebalances => Volatile.Read(ref _rebalances);

    /// <summary>Records of changelogs read to restore tables.</summary>
    public long Restored => Volatile.Read(ref _restored);

    public void Aborted() => Interlocked.Increment(ref _aborts);

    public void Rebalanced() => Interlocked.Increment(ref _rebalances);

    public void AddRestored(long records) => Interlocked.Add(ref _restored, records);
}
