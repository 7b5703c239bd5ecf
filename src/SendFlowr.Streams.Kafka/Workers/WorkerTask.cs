using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Standby;
using SendFlowr.Streams.Kafka.Wire;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Tasks;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>A task that a worker has, with the partitions it reads and its changelog.</summary>
internal sealed class WorkerTask
{
    private readonly List<TaskInput> _inputs = [];
    private readonly List<TaskInput> _broadcasts = [];
    private volatile bool _hasRows;
    private long _completeMilliseconds = long.MinValue;
    private long _restored;
    private long _toRestore;

    /// <param name="task">The task.</param>
    /// <param name="changelog">Where its committed state is kept; null when it has no tables.</param>
    /// <param name="feed">The feed it reads, for a task that reads nothing else.</param>
    public WorkerTask(StreamTask task, TopicPartition? changelog, FeedTopic? feed)
    {
        Task = task;
        Changelog = changelog;
        Feed = feed;
    }

    public StreamTask Task { get; }

    public TopicPartition? Changelog { get; }

    public FeedTopic? Feed { get; }

    /// <summary>The feed's topic had not this partition yet when the worker started: nothing of it was passed over, whatever the feed begins with.</summary>
    public bool IsNewPartition { get; init; }

    /// <summary>The topics its state belongs to.</summary>
    public TaskIdentity Identity { get; init; } = TaskIdentity.None;

    /// <summary>What the newest state of the changelog says of the topics it belongs to; empty when it says nothing, or there is none.</summary>
    public byte[] FoundIdentity { get; set; } = [];

    /// <summary>Its committed state is not that of a task that never ran.</summary>
    public bool HasState => Task.Committed is { StreamTime: >= 0 } or { LastPunctuation: not null } || Task.Committed.Positions.AsSpan().ContainsAnyExcept(0L);

    /// <summary>In place of the key of every record; null to leave it.</summary>
    public ReadOnlyMemory<byte>? FeedKey => Feed?.Key;

    /// <summary>Partitions that the group assigns.</summary>
    public IReadOnlyList<TaskInput> Inputs => _inputs;

    /// <summary>Partitions that every task of the topology reads.</summary>
    public IReadOnlyList<TaskInput> Broadcasts => _broadcasts;

    /// <summary>What its changelog says of a commit without a transaction that may be a half one.</summary>
    public RedoReader Redo { get; set; } = new();

    /// <summary>The place in the changelog from which it may hold what the committed tables lack; null when the tables are not to be trusted.</summary>
    public long? ChangelogPlace { get; set; }

    /// <summary>The committed tables stand for some state that the task was in, be it an old one. Any thread.</summary>
    public bool HasRows
    {
        get => _hasRows;
        set => _hasRows = value;
    }

    /// <summary>When the committed tables were last known to lack nothing, in milliseconds since 1970; the least number before that. Any thread.</summary>
    public long CompleteMilliseconds
    {
        get => Volatile.Read(ref _completeMilliseconds);
        set => Volatile.Write(ref _completeMilliseconds, value);
    }

    /// <summary>Records of the changelog that its last restore has read. Any thread.</summary>
    public long Restored
    {
        get => Volatile.Read(ref _restored);
        set => Volatile.Write(ref _restored, value);
    }

    /// <summary>Offsets of the changelog that its restore has still to read, about. Any thread.</summary>
    public long ToRestore
    {
        get => Volatile.Read(ref _toRestore);
        set => Volatile.Write(ref _toRestore, value);
    }

    /// <summary>The owners topic does not say yet that it runs here.</summary>
    public bool MustAnnounce { get; set; }

    /// <summary>When its newest snapshot was taken, by the worker's clock; null before the first.</summary>
    public long? SnapshotMilliseconds { get; set; }

    /// <summary>Nothing is left in its inputs.</summary>
    public bool IsCaughtUp => _inputs.TrueForAll(input => input.IsAtEnd) && _broadcasts.TrueForAll(input => input.IsAtEnd);

    /// <summary>The running transaction has something to commit. Processors must have flushed.</summary>
    public bool HasChanges => Task.TransactionBytes > 0 || HasSent || HasMoved || MustCommit || MustAnnounce || Redo.MustWrite;

    /// <summary>Its positions were found and not committed yet.</summary>
    public bool MustCommit { get; set; }

    /// <summary>Records of the running transaction are with the producer.</summary>
    public bool HasSent { get; set; }

    public bool HasMoved => !Task.Current.Positions.AsSpan().SequenceEqual(Task.Committed.Positions);

    public void AddInput(int source, TopicPartition partition, ValueReader? values) => _inputs.Add(new TaskInput(this, source, partition, values));

    public void AddBroadcast(int source, TopicPartition partition, ValueReader? values) => _broadcasts.Add(new TaskInput(this, source, partition, values));

    public bool IsPunctuationDue(long now, long everyMilliseconds, long? nextDue) =>
        Task.IsPunctuationRequested
        || Task.Current.LastPunctuation is not { } last
        || now < last
        || now - last >= everyMilliseconds
        || (nextDue <= now && nextDue > last);

    /// <summary>The committed rows of a table. Any thread.</summary>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    public IReadOnlyTable TableOf(string table)
    {
        // Without a closure: each question asks.
        for (int index = 0; index < Task.Tables.Count; index++)
        {
            if (Task.Tables[index].Name == table)
            {
                return Task.Tables[index].Committed;
            }
        }

        throw new ArgumentException($"Task {this} has no table '{table}'.");
    }

    /// <summary>What a worker has of a task, given what it found of it. Any thread.</summary>
    public static TaskPresence PresenceOf(WorkerTask? found) => found switch
    {
        null => TaskPresence.Absent,
        { HasRows: true } => TaskPresence.WithRows,
        _ => TaskPresence.Assigned,
    };

    /// <summary>Empties the tables, so that they are restored from the beginning of the changelog.</summary>
    public void Forget()
    {
        HasRows = false;
        CompleteMilliseconds = long.MinValue;
        ChangelogPlace = null;
        HasSent = false;
        Redo.Clear();
        Task.Drop();
    }

    public override string ToString() => Feed is { } feed ? $"{Task.Id.Topology}({feed.Topic}-{Task.Id.Partition})" : Task.Id.ToString();
}
