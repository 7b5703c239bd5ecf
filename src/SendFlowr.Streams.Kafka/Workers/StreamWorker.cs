using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Metrics;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Standby;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>
/// Runs the tasks that a consumer group gives it, with one transaction for all of them: exactly once, whatever ends in the middle.
/// </summary>
/// <remarks>
/// <para>A turn polls, processes, punctuates and, when it is time, commits: changed rows and positions to the changelogs, flush, offsets with the
/// member's generation, commit; then the tables show it. Whoever gives partitions up commits first. Whoever gets some waits for stable offsets and
/// restores tables to the high watermark before it processes anything.</para>
/// <para>Synchronous, one thread at a time; only what says so may be used from others.</para>
/// </remarks>
internal sealed class StreamWorker : IDisposable
{
    private const int MostFailures = 3;

    private readonly WorkerOptions _options;
    private readonly IReadOnlyList<Topology> _topologies;
    private readonly IKafkaClients _clients;
    private readonly WorkerGuards _guards;
    private readonly WorkerSnapshots _snapshots;
    private readonly WorkerTransaction _transaction;
    private readonly BroadcastReader _broadcasts;
    private readonly WorkerTasks _tasks = new();
    private readonly IClusterAdmin _admin;
    private readonly WorkerCommit _commit;
    private readonly WorkerRollback _rollback;
    private readonly WorkerPunctuation _punctuation;
    private readonly StandbyTasks? _standbys;
    private WorkerMembership? _membership;
    private WorkerRecovery? _recovery;
    private int _failures;
    private bool _mustRewind;

    public StreamWorker(
        WorkerOptions options, IReadOnlyList<Topology> topologies, IKafkaClients clients, IFileSystem files, WorkerGuards guards, StandbyTasks? standbys = null)
    {
        _options = options;
        _topologies = topologies;
        _clients = clients;
        _guards = guards;
        _standbys = standbys;
        _snapshots = new WorkerSnapshots(options.Directory, files);
        _transaction = new WorkerTransaction(clients, $"{options.Group}-{options.Instance}", new TopicNaming(options.TopicPrefix), options.Framing, guards);
        _broadcasts = new BroadcastReader(clients);
        _punctuation = new WorkerPunctuation(_tasks, options);
        _rollback = new WorkerRollback(_tasks, _broadcasts, Counters);
        _admin = clients.CreateAdmin();
        _commit = new WorkerCommit(_tasks, _transaction, _snapshots, _admin, options, guards);
        _snapshots.Prepare();
    }

    public WorkerState State { get; private set; } = WorkerState.Joining;

    /// <summary>Why it cannot go on; null as long as it can.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The tasks it has at this moment. Any thread.</summary>
    public IReadOnlyCollection<TaskId> Tasks => [.. _tasks.All.Where(task => task.Feed is null).Select(task => task.Task.Id)];

    /// <summary>What the cluster refused in the last turn, to be tried again; null when nothing was.</summary>
    public Exception? Trouble { get; private set; }

    /// <summary>Its producer is ready: the next turn joins the group, or goes on.</summary>
    public bool IsReady => _transaction.IsReady;

    /// <summary>The group has told it which tasks it has, be it none, and they are running. Any thread.</summary>
    public bool IsServing => _membership is { IsAssigned: true } && (State is WorkerState.Running or WorkerState.Joining);

    /// <summary>All that can be read is processed and committed. Any thread.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Records of partitions and broadcast topics processed, those of aborted transactions too.</summary>
    public long Records => _broadcasts.Records + (_membership?.Records ?? 0);

    /// <summary>Transactions committed.</summary>
    public long Commits => _commit.Commits;

    public WorkerCounters Counters { get; } = new();

    /// <summary>All it has, feeds too. Any thread.</summary>
    public IReadOnlyList<WorkerTask> All => _tasks.All;

    /// <summary>A task with tables that it has, or keeps in case it comes back, and whether it is running; null for any other. Any thread.</summary>
    public WorkerTask? Find(TaskId task, out bool isRunning)
    {
        WorkerTask? found = _tasks.Find(task, out bool isAssigned);
        isRunning = isAssigned && State == WorkerState.Running;
        return found;
    }

    /// <summary>One turn. It never throws for what the cluster does; see <see cref="Failure"/>.</summary>
    /// <param name="nowMilliseconds">The clock, in milliseconds since 1970.</param>
    public void RunOnce(long nowMilliseconds)
    {
        if (State is WorkerState.Closed or WorkerState.Failed)
        {
            return;
        }

        try
        {
            Trouble = Turn(nowMilliseconds);
        }
        catch (TaskFailedException exception)
        {
            OnTaskFailure(exception);
        }
        catch (KafkaFaultException exception)
        {
            OnFault(exception);
        }
        catch (Exception exception) when (exception is TopologyException or InvalidDataException)
        {
            Fail(exception);
        }
    }

    /// <summary>Commits what is done, leaves, and takes no turns any more.</summary>
    public void Close()
    {
        if (State is not (WorkerState.Closed or WorkerState.Failed))
        {
            _membership?.Leave();
            State = WorkerState.Closed;
            _tasks.Drop();
        }
    }

    public void Dispose()
    {
        _recovery?.Dispose();
        _membership?.Dispose();
        _broadcasts.Dispose();
        _transaction.Dispose();
        _admin.Dispose();
    }

    /// <summary>Returns what the cluster refused and is tried again; null when the turn went well.</summary>
    private KafkaFaultException? Turn(long now)
    {
        _commit.Now = now;
        if (!_transaction.IsReady)
        {
            return _transaction.TryStart();
        }

        if (_mustRewind)
        {
            _rollback.Rewind(_membership!.Consumer);
            _mustRewind = false;
        }

        if (State == WorkerState.Restoring)
        {
            Restore(now);
            return null;
        }

        _tasks.Begin(now);

        WorkerMembership membership = _membership ??= Join();
        int records = membership.Poll(_options.MaxRecordsPerTurn, _commit.HasOpen ? _options.IdleCommitInterval : _options.PollWait);
        FollowMembership(membership);
        if (State != WorkerState.Running)
        {
            return null;
        }

        records += _broadcasts.Poll(_options.MaxRecordsPerTurn);
        bool fired = _punctuation.Run(now);
        _transaction.SendOutputs(_tasks.All);

        IsIdle &= records == 0;
        if (_commit.IsDue(records, fired) && After(_commit.Run(membership.Member())))
        {
            IsIdle = _tasks.All.All(task => task.IsCaughtUp);
        }

        return null;
    }

    private WorkerMembership Join()
    {
        TaskLayout layout = TaskLayout.Read(_options, _topologies, _admin);
        return new WorkerMembership(_options, layout, _clients, _guards, _tasks, _commit, _broadcasts, _standbys);
    }

    /// <summary>What the poll was told of its partitions.</summary>
    private void FollowMembership(WorkerMembership membership)
    {
        if (membership.Failure is { } failure)
        {
            throw failure;
        }

        if (membership.TakeChange())
        {
            Counters.Rebalanced();
            DropRecovery();
            IsIdle = _mustRewind = false;
            State = membership.HasPartitions ? WorkerState.Restoring : WorkerState.Joining;
        }
    }

    private void Restore(long now)
    {
        _membership!.Serve(now);
        FollowMembership(_membership);
        if (State != WorkerState.Restoring
            || !(_recovery ??= new WorkerRecovery(_tasks.All, _membership.Consumer, _clients, _admin, _snapshots, _options, _guards, _standbys, now)).Step(now))
        {
            return;
        }

        DropRecovery();
        Counters.AddRestored(_tasks.All.Sum(task => task.Restored));
        _broadcasts.Assign(_tasks.All);
        _commit.Begin();
        State = WorkerState.Running;
    }

    /// <summary>Follows up a transaction. False when the turn is over.</summary>
    private bool After(TransactionOutcome outcome)
    {
        switch (outcome)
        {
            case TransactionOutcome.Committed:
                _failures = 0;
                return true;
            case TransactionOutcome.Unknown when !_guards.RestoreAfterUnknown:
                _commit.Publish();
                return false;
            case TransactionOutcome.Unknown:
                _rollback.ToUnknown();
                _mustRewind = false;
                DropRecovery();
                IsIdle = false;
                State = WorkerState.Restoring;
                return false;
            default:
                // Rewinding asks the cluster, which may refuse: it is the next turn's.
                IsIdle = false;
                _rollback.Undo();
                _mustRewind = true;
                return false;
        }
    }

    private void OnTaskFailure(TaskFailedException exception)
    {
        if (++_failures >= MostFailures)
        {
            Fail(exception);
            return;
        }

        After(_transaction.Abort());
    }

    private void OnFault(KafkaFaultException exception)
    {
        if (exception.Fault is KafkaFault.Permanent or KafkaFault.Fenced)
        {
            Fail(exception);
            return;
        }

        // Restoring begins anew, and so does what was processed since the last transaction.
        Trouble = exception;
        DropRecovery();
        if (State == WorkerState.Running)
        {
            After(_transaction.Abort());
        }
    }

    private void DropRecovery()
    {
        _recovery?.Dispose();
        _recovery = null;
    }

    private void Fail(Exception exception)
    {
        Failure = exception;
        State = WorkerState.Failed;
        _tasks.Drop();
        _transaction.Abort();
        _membership?.Leave();
    }
}
