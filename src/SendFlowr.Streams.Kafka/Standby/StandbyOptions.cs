namespace SendFlowr.Streams.Kafka.Standby;

/// <summary>How an instance keeps standbys. Immutable.</summary>
internal sealed record StandbyOptions
{
    /// <summary>What topics of the deployment begin with.</summary>
    public required string TopicPrefix { get; init; }

    /// <summary>Directory of the standbys' own snapshots.</summary>
    public required string Directory { get; init; }

    /// <summary>Directories of the snapshots of this instance's workers, which may be read.</summary>
    public IReadOnlyList<string> WorkerDirectories { get; init; } = [];

    /// <summary>Topologies all of whose tasks are followed.</summary>
    public IReadOnlyList<string> FollowAlways { get; init; } = [];

    /// <summary>Tasks that a worker gives up are kept as standbys.</summary>
    public bool KeepsGivenUp { get; init; }

    /// <summary>How often a snapshot of a task is taken. Default 5 minutes.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Told what its user should know though nothing stops for it. Called in the thread of the turns.</summary>
    public Action<string> Note { get; init; } = static _ => { };

    /// <summary>Longest wait for records in a turn. Default 100 ms.</summary>
    public TimeSpan PollWait { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Most records of a turn. Default 2,000.</summary>
    public int MaxRecordsPerTurn { get; init; } = 2000;

    /// <summary>How long a task is kept that need not be followed any more: where tasks go changes several times in a row. Default 30 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);
}
