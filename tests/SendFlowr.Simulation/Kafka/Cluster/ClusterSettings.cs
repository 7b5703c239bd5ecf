namespace SendFlowr.Simulation.Kafka.Cluster;

/// <summary>Times of a cluster and its clients, in simulated milliseconds.</summary>
internal sealed record ClusterSettings
{
    public long SessionTimeoutMilliseconds { get; init; } = 6_000;

    public long HeartbeatMilliseconds { get; init; } = 1_000;

    /// <summary>Longest time between two polls, and how long a rebalance waits for members.</summary>
    public long MaxPollMilliseconds { get; init; } = 20_000;

    public long TransactionTimeoutMilliseconds { get; init; } = 10_000;

    /// <summary>How long a client's call tries before it gives up.</summary>
    public long CallTimeoutMilliseconds { get; init; } = 5_000;

    /// <summary>How long a marker is on its way to its partition; asked for each one.</summary>
    public Func<long> MarkerDelay { get; init; } = () => 1;

    /// <summary>How long after the members have joined they learn their partitions.</summary>
    public Func<long> SyncDelay { get; init; } = () => 1;
}
