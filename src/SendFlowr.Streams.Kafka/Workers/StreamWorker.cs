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
    private readonly WorkerProcessing _processing;
    private readonly StandbyTasks? _standbys;
    private WorkerMembership? _membership;
    private WorkerRecovery? _recovery;
    private readonly WorkerFailures _failures = new();
    private readonly WorkerSupervision _supervision;
    private readonly InputPlaces _places;

    public StreamWorker(
        WorkerOptions options, IReadOnlyList<Topology> topologies, IKafkaClients clients, IFileSystem files, WorkerGuards guards, StandbyTasks? standbys = null)
    {
        _options = options;
        _topologies = topologies;
        _clients = clients;
        _guards = guards;
        _standbys = standbys;
        _snapshots = new WorkerSnapshots(options.Directory, files, options.Note);
        _transaction = new WorkerTransaction(ProducerOf(options, clients, guards), new TopicNaming(options.TopicPrefix), options.Framing, guards);
        _broadcasts = new BroadcastReader(clients);
        _rollback = new WorkerRollback(_tasks, _broadcasts, Counters);
        _admin = clients.CreateAdmin();
        _commit = new WorkerCommit(_tasks, _transaction, _snapshots, _admin, options, guards);
        _supervision = new WorkerSupervision(_admin, _failures, options.SupervisionInterval);
        _places = new InputPlaces(_admin, options.Note);
        _processing = new WorkerProcessing(_tasks, _broadcasts, _places, new WorkerPunctuation(_tasks, options), _transaction, options);
    }

    public WorkerState State { get; private set; } = WorkerState.Joining;

    /// <summary>Why it cannot go on; null as long as it can.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The tasks it has at this moment. Any thread.</summary>
    public IReadOnlyCollection<TaskId> Tasks => [.. _tasks.All.Where(task => task.Feed is null).Select(task => task.Task.Id)];

    /// <summary>What is not well and is tried again; null when all is. Any thread.</summary>
    public Exception? Trouble { get; private set; }

    /// <summary>The last turn came to nothing; another one at once would too.</summary>
    public bool MustPause { get; private set; }

    /// <summary>Its producer is ready: the next turn joins the group, or goes on.</summary>
    public bool IsReady => _transaction.IsReady;

    /// <summary>The group has told it which tasks it has, be it none, and they are running. Any thread.</summary>
    public bool IsServing => _membership is { IsAssigned: true } member && (State == WorkerState.Running || (State == WorkerState.Joining && !member.HasPartitions));

    /// <summary>All that can be read is processed and committed. Any thread.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Records of partitions and broadcast topics processed, those of aborted transactions too.</summary>
    public long Records => _broadcasts.Records + (_membership?.Records ?? 0);

    /// <summary>Transactions committed.</summary>
    public long Commits => _commit.Commits;

    /// <summary>Offsets of inputs that retention had removed before they were read.</summary>
    public long Lost => _places.Lost;

    /// <summary>Signs of the cluster so far: answers, and transactions committed. Any thread.</summary>
    public long Signs => _supervision.Answers + _commit.Commits;

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
            Exception? trouble = Turn(nowMilliseconds);
            Trouble = trouble ?? _failures.Standing ?? _supervision.Trouble ?? _tasks.Waiting;
            MustPause = trouble is not null;
        }
        catch (Exception exception) when (exception is RecordFailedException or TaskFailedException or KafkaFaultException or TopologyException
            or InvalidDataException)
        {
            OnProblem(exception, nowMilliseconds);
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

    private static Func<ITransactionalProducer> ProducerOf(WorkerOptions options, IKafkaClients clients, WorkerGuards guards) =>
        options.Guarantee == DeliveryGuarantee.AtLeastOnce
            ? () => new AtLeastOnceProducer(clients.CreatePlainProducer(), guards)
            : () => clients.CreateProducer($"{options.Group}/{options.Instance}");

    /// <summary>Returns what the cluster refused and is tried again; null when the turn went well.</summary>
    private KafkaFaultException? Turn(long now)
    {
        _commit.Now = now;
        if (!_transaction.IsReady)
        {
            return _transaction.TryStart();
        }

        _rollback.RewindIfDue(_membership?.Consumer);
        if (_membership is not null)
        {
            _supervision.Step(_membership.Layout, now);
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

        (int more, bool hasFired) = _processing.Run(membership, now);
        IsIdle &= records + more == 0;
        if (_commit.IsDue(records + more, hasFired))
        {
            if (!After(_commit.Run(membership.Member())))
            {
                return _transaction.Problem;
            }

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
            IsIdle = false;
            _rollback.Forget();
            State = membership.HasPartitions ? WorkerState.Restoring : WorkerState.Joining;
        }
    }

    private void Restore(long now)
    {
        _membership!.Serve(now);
        FollowMembership(_membership);
        if (State != WorkerState.Restoring
            || !(_recovery ??= new WorkerRecovery(_tasks.All, _membership.Consumer, _clients, _admin, _places, _snapshots, _options, _guards, _standbys, now)).Step(now))
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
                _failures.Passed(_tasks.Inputs);
                return true;
            case TransactionOutcome.Unknown when !_guards.RestoreAfterUnknown:
                _commit.Publish();
                return false;
            case TransactionOutcome.Unknown:
                _rollback.ToUnknown();
                DropRecovery();
                IsIdle = false;
                State = WorkerState.Restoring;
                return false;
            default:
                IsIdle = false;
                _rollback.Undo();
                return false;
        }
    }

    private void OnProblem(Exception exception, long now)
    {
        if (_failures.FindFinal(exception, now) is { } final)
        {
            Fail(final);
            return;
        }

        // Restoring begins anew, and so does what was processed since the last transaction.
        (Trouble, MustPause) = (exception, true);
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
