using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Standby;

/// <summary>
/// Follows the changelogs of tasks that run elsewhere, so that their rows can be read here, and that a worker of this instance which is given one
/// of them need not restore it from the beginning.
/// </summary>
/// <remarks>
/// Turns are one thread's; <see cref="TryTake"/> and <see cref="Offer"/> are the workers', and the rest is any thread's. What is applied is committed
/// but not always a whole transaction: a reader may see one half of it a moment before the other.
/// </remarks>
internal sealed class StandbyTasks : IRecordSink, IDisposable
{
    private const long EndsMilliseconds = 1000;

    /// <summary>Compaction forgets deleted keys after a day, so rows that stood still for longer may be of the dead.</summary>
    private static readonly TimeSpan MostStanding = TimeSpan.FromHours(12);

    private readonly StandbyOptions _options;
    private readonly StandbyLoading _loading;
    private readonly IKafkaClients _clients;
    private readonly IClusterAdmin _admin;
    private readonly WorkerGuards _guards;
    private readonly Lock _gate = new();
    private readonly FollowedTasks _followed = new();
    private readonly HashSet<TaskId> _refused = [];
    private ITopicReader? _reader;
    private long _askedMilliseconds = long.MinValue;
    private long _promotions;

    public StandbyTasks(StandbyOptions options, IReadOnlyList<Topology> topologies, IKafkaClients clients, IFileSystem files, WorkerGuards guards)
    {
        _options = options;
        _clients = clients;
        _guards = guards;
        _admin = clients.CreateAdmin();
        _loading = new StandbyLoading(options, topologies, _admin, files);
    }

    /// <summary>What the cluster refused in the last turn; null when nothing was. Any thread.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Every topology that is always followed is here, or in a worker, with rows. Any thread.</summary>
    public bool IsServing { get; private set; }

    /// <summary>Records applied since the start.</summary>
    public long Records { get; private set; }

    /// <summary>Tasks whose tables a worker has taken over since the start. Any thread.</summary>
    public long Promotions => Volatile.Read(ref _promotions);

    /// <summary>The tasks that are followed. Any thread.</summary>
    public IReadOnlyCollection<FollowedTask> All => _followed.All;

    /// <summary>A task that is followed and has rows; null for any other. Any thread.</summary>
    public FollowedTask? Find(TaskId task) => _followed.Find(task) is { Task.HasRows: true } found ? found : null;

    /// <summary>One turn: follows what is wanted, applies what has come. It never throws for what the cluster does.</summary>
    /// <param name="wanted">Tasks to stand by for, beside those that are always followed.</param>
    /// <param name="presence">What workers of this instance have of a task.</param>
    /// <param name="nowMilliseconds">The clock, in milliseconds since 1970.</param>
    public void RunOnce(IReadOnlyCollection<TaskId> wanted, Func<TaskId, TaskPresence> presence, long nowMilliseconds)
    {
        try
        {
            TaskId[] all = [.. wanted.Concat(_loading.Always()).Distinct().Where(task => _loading.HasTables(task) && !_refused.Contains(task))];
            AddOne(all, presence, nowMilliseconds);
            RemoveUnwanted(all, presence, nowMilliseconds);
            Assign();
            AskForEnds(nowMilliseconds);
            _reader?.Poll(_options.MaxRecordsPerTurn, _options.PollWait, this);
            TakeSnapshot(nowMilliseconds);
            IsServing = _loading.Always().All(task => presence(task) == TaskPresence.WithRows || Find(task) is not null);
            Trouble = null;
        }
        catch (KafkaFaultException exception)
        {
            Trouble = exception.Message;
            _reader?.Dispose();
            _reader = null;
            _followed.MustAssign = true;
        }
    }

    /// <summary>Gives a worker the tables of a task that is followed, and the place up to which they hold its changelog. False when there are none to be trusted.</summary>
    public bool TryTake(WorkerTask into, long nowMilliseconds)
    {
        lock (_gate)
        {
            if (_followed.Find(into.Task.Id) is not { } followed)
            {
                return false;
            }

            bool isTrusted = followed.Place > 0 && !IsTooOld(followed, nowMilliseconds);
            if (isTrusted)
            {
                WorkerTask from = followed.Task;
                for (int table = 0; table < from.Task.Tables.Count; table++)
                {
                    into.Task.Tables[table].Restore(from.Task.Tables[table].Committed);
                }

                from.Task.Committed.CopyTo(into.Task.Committed);
                into.ChangelogPlace = _guards.TakeOverAtPlace || followed.End == long.MaxValue ? followed.Place : Math.Max(followed.Place, followed.End);
                into.SnapshotMilliseconds = from.SnapshotMilliseconds;
                into.CompleteMilliseconds = from.CompleteMilliseconds;
                into.HasRows = from.HasRows;
                into.FoundIdentity = from.FoundIdentity;
                into.Redo = from.Redo;
                _promotions++;
            }

            _followed.Remove(followed);
            return isTrusted;
        }
    }

    /// <summary>Follows a task from here on that a worker has given up in good order, if tasks are kept here.</summary>
    public void Offer(WorkerTask task)
    {
        lock (_gate)
        {
            if (task is { Changelog: not null, ChangelogPlace: not null }
                && (_options.KeepsGivenUp || _options.FollowAlways.Contains(task.Task.Id.Topology))
                && _followed.Find(task.Task.Id) is null)
            {
                _followed.Add(new FollowedTask(task));
            }
        }
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _admin.Dispose();
    }

    void IRecordSink.Take(in ConsumedRecord record)
    {
        lock (_gate)
        {
            if (_followed.Of(record.Partition) is { IsAssigned: true } followed && record.Offset >= followed.Place)
            {
                Apply(record, followed);
            }
        }
    }

    void IRecordSink.ReachedEnd(TopicPartition partition, long nextOffset)
    {
        lock (_gate)
        {
            if (_followed.Of(partition) is { IsAssigned: true } followed)
            {
                followed.Advance(nextOffset, null);
            }
        }
    }

    private void Apply(in ConsumedRecord record, FollowedTask followed)
    {
        try
        {
            ChangelogCodec.Apply(record, followed.Task);
            Records++;
            followed.Advance(record.Offset + 1, record.TimestampMilliseconds);
        }
        catch (InvalidDataException)
        {
            // Another topology wrote it: its worker says so, and there is nothing to stand by with.
            _refused.Add(followed.Id);
            _followed.Remove(followed);
        }
    }

    /// <summary>One a turn: reading a snapshot takes time.</summary>
    private void AddOne(TaskId[] wanted, Func<TaskId, TaskPresence> presence, long nowMilliseconds)
    {
        TaskId? missing = wanted.Where(task => _followed.Find(task) is null && presence(task) == TaskPresence.Absent).Select(task => (TaskId?)task).FirstOrDefault();
        if (missing is { } task && _loading.Load(task, nowMilliseconds) is { } loaded)
        {
            lock (_gate)
            {
                if (_followed.Find(task) is null)
                {
                    _followed.Add(new FollowedTask(loaded));
                }
            }
        }
    }

    private void RemoveUnwanted(TaskId[] wanted, Func<TaskId, TaskPresence> presence, long nowMilliseconds)
    {
        lock (_gate)
        {
            foreach (FollowedTask followed in _followed.All.ToArray())
            {
                TaskId task = followed.Id;
                followed.UnwantedMilliseconds = wanted.Contains(task) ? null : followed.UnwantedMilliseconds ?? nowMilliseconds;
                if (presence(task) == TaskPresence.WithRows || nowMilliseconds - followed.UnwantedMilliseconds > _options.Grace.TotalMilliseconds)
                {
                    _followed.Remove(followed);
                }
                else if (IsTooOld(followed, nowMilliseconds))
                {
                    followed.Forget(0);
                    _followed.MustAssign = true;
                }
            }
        }
    }

    /// <summary>Reads from where each task's tables end.</summary>
    private void Assign()
    {
        TopicPartitionOffset[] places;
        lock (_gate)
        {
            if (!_followed.MustAssign)
            {
                return;
            }

            places = _followed.Assign();
        }

        if (_reader is not null || places.Length > 0)
        {
            _reader ??= _clients.CreateReader();
            _reader.Assign(places);
        }
    }

    private void AskForEnds(long nowMilliseconds)
    {
        TopicPartition[] changelogs = [.. _followed.All.Select(followed => followed.Changelog)];
        if (changelogs.Length == 0 || (_askedMilliseconds != long.MinValue && Math.Abs(nowMilliseconds - _askedMilliseconds) < EndsMilliseconds))
        {
            return;
        }

        IReadOnlyDictionary<TopicPartition, long> ends = _admin.EndOffsets(changelogs, uncommitted: true);
        lock (_gate)
        {
            foreach (TopicPartition changelog in changelogs)
            {
                _followed.Of(changelog)?.NoteEnd(ends[changelog], nowMilliseconds);
            }
        }

        _askedMilliseconds = nowMilliseconds;
    }

    private void TakeSnapshot(long nowMilliseconds)
    {
        lock (_gate)
        {
            FollowedTask? oldest = _followed.All.Where(it => it.Task is { HasRows: true, Redo.MustWrite: false }).MinBy(it => it.Task.SnapshotMilliseconds ?? long.MinValue);
            if (oldest is null)
            {
                return;
            }

            oldest.Task.SnapshotMilliseconds ??= nowMilliseconds;
            if (nowMilliseconds - oldest.Task.SnapshotMilliseconds >= _options.SnapshotInterval.TotalMilliseconds)
            {
                oldest.Task.SnapshotMilliseconds = nowMilliseconds;
                _loading.Save(oldest.Task, oldest.Place);
            }
        }
    }

    private static bool IsTooOld(FollowedTask followed, long nowMilliseconds) =>
        followed.Task.CompleteMilliseconds != long.MinValue && nowMilliseconds - followed.Task.CompleteMilliseconds > MostStanding.TotalMilliseconds;
}
