using SendFlowr.Streams.Kafka.Metrics;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Kafka.Wire;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>How a worker runs. Immutable.</summary>
internal sealed record WorkerOptions
{
    /// <summary>Consumer group of all workers of the deployment.</summary>
    public required string Group { get; init; }

    /// <summary>Name of this worker, the same after a restart: its <c>group.instance.id</c>, and the end of its transactional id.</summary>
    public required string Instance { get; init; }

    /// <summary>What topics of the deployment begin with, in place of <see cref="TopicNaming.Prefix"/> in the topologies.</summary>
    public required string TopicPrefix { get; init; }

    /// <summary>What a crash may do to the outcome of a record. Default exactly once.</summary>
    public DeliveryGuarantee Guarantee { get; init; }

    /// <summary>Directory of snapshots.</summary>
    public required string Directory { get; init; }

    /// <summary>How long a transaction lasts at most while records keep coming. Default 1 s.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long it lasts at least when no more records wait: whoever reads the outcome need not wait for the interval. Default 50 ms.</summary>
    public TimeSpan IdleCommitInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest wait for records in a turn. Default 100 ms.</summary>
    public TimeSpan PollWait { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Most records of a turn. Default 2,000.</summary>
    public int MaxRecordsPerTurn { get; init; } = 2000;

    /// <summary>Bytes changed and sent after which a transaction is committed early. Default 64 MiB.</summary>
    public long MaxTransactionBytes { get; init; } = 64L << 20;

    /// <summary>How often a task's snapshot is taken. Default 5 minutes.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long restoring may make no progress: longer than a broker needs to end an abandoned transaction. Default 20 s.</summary>
    public TimeSpan RestoreNoProgress { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often it asks whether the topics are still there, and the same. Default 3 s.</summary>
    public TimeSpan SupervisionInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Told what its user should know though nothing stops for it. Called in the thread of the turns.</summary>
    public Action<string> Note { get; init; } = static _ => { };

    /// <summary>
    /// When the next timer of a task is due, in milliseconds since 1970, from its committed tables; null when there is none. The worker punctuates
    /// then, and commits at once.
    /// </summary>
    public Func<TaskId, Func<string, IReadOnlyTable>, long?>? NextDue { get; init; }

    /// <summary>Topics of a feed source that are read with it, by topology and source.</summary>
    public IReadOnlyList<FeedTopic> Feeds { get; init; } = [];

    /// <summary>Told when a transaction that began at a timestamp of the clock has ended, and whether it was committed; null when nobody wants to know.</summary>
    public CommitObserver? CommitObserver { get; init; }

    /// <summary>How values of topics are framed for a schema registry; null: they are not.</summary>
    public RegistryFraming? Framing { get; init; }

    /// <summary>What the owners topic is told of the tasks that run here; null when it is told nothing.</summary>
    public TaskAnnouncement? Announcement { get; init; }
}
