using System.Globalization;
using SendFlowr.Streams.Kafka.Wire;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>How topologies run on a Kafka cluster. Immutable.</summary>
public sealed record KafkaEngineOptions
{
    /// <summary>Name of the deployment: the consumer group of all instances.</summary>
    public required string Group { get; init; }

    /// <summary>Name of this instance, the same after a restart and no other's in the deployment.</summary>
    public required string Instance { get; init; }

    /// <summary>What all topics of the deployment begin with, for example <c>sendflowr.</c>.</summary>
    public required string TopicPrefix { get; init; }

    /// <summary>Directory of this instance for snapshots. It may be lost: then a restart reads the changelogs from their beginning.</summary>
    public required string Directory { get; init; }

    /// <summary>Threads that run tasks, each a member of the group with a transaction of its own; 0 for an instance that only answers. Default 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>How often a transaction is committed. Default 1 s.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What a crash may do to the outcome of a record. Default exactly once.</summary>
    public DeliveryGuarantee Guarantee { get; init; }

    /// <summary>How often a task's snapshot is taken. Default 5 minutes.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Told once of each thing its user should know though nothing stops for it. Any thread. Default: nobody is told.</summary>
    public Action<string> Report { get; init; } = static _ => { };

    /// <summary>When the next timer of a task is due, from its committed tables; null when none is.</summary>
    public Func<TaskId, Func<string, IReadOnlyTable>, long?>? NextDue { get; init; }

    /// <summary>Existing topics that are read as they are.</summary>
    public IReadOnlyList<FeedTopic> Feeds { get; init; } = [];

    /// <summary>Where other instances reach this one; null when they need not.</summary>
    public Uri? Url { get; init; }

    /// <summary>On how many other instances each task has a standby; the greatest number that an instance gives counts. Default 0.</summary>
    public int Standbys { get; init; }

    /// <summary>Topologies all of whose tasks this instance follows, unless it runs them.</summary>
    public IReadOnlyList<string> FollowAlways { get; init; } = [];

    /// <summary>How values of topics are framed for a schema registry; null: as the cluster's are.</summary>
    internal RegistryFraming? Framing { get; init; }

    /// <summary>How long a member may be silent, as the client properties say it.</summary>
    internal TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Name of a worker in the deployment.</summary>
    internal string WorkerName(int worker) => string.Create(CultureInfo.InvariantCulture, $"{Instance}-{worker}");

    /// <summary>Directory of a worker's snapshots.</summary>
    internal string DirectoryOf(int worker) => Path.Combine(Directory, WorkerName(worker));
}
