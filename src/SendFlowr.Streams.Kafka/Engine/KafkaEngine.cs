using System.Globalization;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Standby;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>Runs topologies on a Kafka cluster in threads of its own, exactly once, sharing the tasks with the other instances of the deployment.</summary>
/// <remarks>Thread-safe. Tables show committed rows of the tasks that are here at the moment.</remarks>
public sealed class KafkaEngine : IDisposable
{
    private static readonly TimeSpan TroublePause = TimeSpan.FromMilliseconds(250);

    /// <summary>Workers that join one after the other make the group share its partitions out again each time.</summary>
    private static readonly TimeSpan MostWaitingForOthers = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MostStopping = TimeSpan.FromSeconds(45);

    private readonly StreamWorker[] _workers;
    private readonly WorkerLease[] _leases;
    private readonly EngineStandbys _standbys;
    private readonly EngineParts _parts;
    private readonly Thread[] _threads;
    private readonly TimeProvider _time;
    private readonly CountdownEvent _unready;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private int _isStopped;
    private Exception? _failure;

    private KafkaEngine(EngineParts parts, TimeSpan session, TimeProvider time)
    {
        _workers = parts.Workers;
        _standbys = parts.Standbys;
        _parts = parts;
        _leases = [.. _workers.Select(_ => new WorkerLease(session, time))];
        _time = time;
        _running = _workers.Length;
        _unready = new CountdownEvent(_workers.Length);
        _threads =
        [
            .. _workers.Select((worker, i) => new Thread(() => Run(worker, _leases[i])) { Name = string.Create(CultureInfo.InvariantCulture, $"worker {i}"), IsBackground = true }),
        ];
    }

    /// <summary>Ends when all workers have ended: successfully after <see cref="Stop"/>, or with what made going on impossible.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Who runs which task, and which instances there are.</summary>
    public OwnerMap Owners => _standbys.Owners;

    /// <summary>Every task that is here, those that run and the standbys; feeds are left out.</summary>
    public IReadOnlyList<TaskPlace> Tasks =>
    [
        .. _workers.SelectMany((worker, i) => TaskPlaces.Of(worker, i, _parts.Lag)),
        .. TaskPlaces.Of(_standbys.Tasks, _time.GetUtcNow().ToUnixTimeMilliseconds()),
    ];

    /// <summary>
    /// Every worker knows its tasks, they are running, and it has heard of the cluster within the time its session lasts without; what is always
    /// followed has rows.
    /// </summary>
    public bool IsServing => _workers.All(worker => worker.IsServing) && _leases.All(lease => lease.IsHeard) && _standbys.Tasks is null or { IsServing: true };

    /// <summary>Every worker has its tasks, and all that they can read is processed and committed.</summary>
    public bool IsIdle => _workers.All(worker => worker.IsIdle);

    /// <summary>Records processed since the start, those of aborted transactions too.</summary>
    public long Records => _workers.Sum(worker => worker.Records);

    /// <summary>Memory of the tables that are here, index and free room included.</summary>
    public long TableBytes => _workers.Sum(worker => worker.All.Sum(task => task.Task.Tables.Sum(it => it.Committed.AllocatedBytes)));

    /// <summary>Committed rows of one table over the tasks that are here.</summary>
    public long CountRows(string topology, string table) =>
        _workers.Sum(worker => worker.Tasks.Where(task => task.Topology == topology).Sum(task => Table(task, table)?.Count ?? 0));

    /// <summary>Transactions committed since the start.</summary>
    public long Commits => _workers.Sum(worker => worker.Commits);

    /// <summary>What its user should know though nothing stops for it, such as a snapshot that could not be read: the newest 100.</summary>
    public IReadOnlyList<string> Notes => _parts.Notes.All;

    /// <summary>Offsets of input topics that retention had removed before they were processed, since the start.</summary>
    public long LostOffsets => _workers.Sum(worker => worker.Lost);

    /// <summary>What is not well at the moment and is tried again; empty when all is well.</summary>
    public IReadOnlyList<string> Troubles => [.. _workers.Select(worker => worker.Trouble?.Message).OfType<string>(), .. _standbys.Troubles];

    /// <summary>Starts its workers.</summary>
    /// <param name="options">How.</param>
    /// <param name="topologies">What; every member of the group must run the same.</param>
    /// <param name="cluster">Where.</param>
    /// <param name="files">Holds snapshots.</param>
    /// <param name="time">The clock that tasks see.</param>
    internal static KafkaEngine Start(
        KafkaEngineOptions options, IReadOnlyList<Topology> topologies, IKafkaClients cluster, IFileSystem files, TimeProvider time)
    {
        KafkaEngine engine = new(EngineParts.Create(options, topologies, cluster, files, time), options.SessionTimeout, time);
        engine._standbys.Start(engine.PresenceOf);
        foreach (Thread thread in engine._threads)
        {
            thread.Start();
        }

        return engine;
    }

    /// <summary>The committed rows of a task's table; null while the task is not here, or not restored.</summary>
    public IReadOnlyTable? Table(TaskId task, string table)
    {
        foreach (StreamWorker worker in _workers)
        {
            if (worker.Find(task, out bool isRunning) is { } found && isRunning)
            {
                return found.TableOf(table);
            }
        }

        return null;
    }

    /// <summary>
    /// The rows of a task as they are here: those of the worker that runs it, else those of a standby. Null when this instance has none.
    /// </summary>
    public TaskRows? Read(TaskId task, string table) => ReadWorkers(task, table) ?? ReadStandby(task, table) ?? ReadWorkers(task, table);

    /// <summary>Commits what is done, leaves the group and ends the workers.</summary>
    /// <remarks>A worker that does not end within 45 s, all of them together, is left behind, and <see cref="Completion"/> says so.</remarks>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0)
        {
            return;
        }

        _stopping.Set();
        long start = _time.GetTimestamp();
        foreach (Thread thread in _threads)
        {
            TimeSpan left = MostStopping - _time.GetElapsedTime(start);
            if (!thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                // Each call to a cluster that is away takes its time-out; what was committed is committed.
                _completion.TrySetException(new TimeoutException(string.Create(
                    CultureInfo.InvariantCulture, $"The {thread.Name} did not end within {MostStopping.TotalSeconds} s.")));
            }
        }

        if (_workers.Length == 0)
        {
            _completion.TrySetResult();
        }

        _standbys.Stop(isGood: !_completion.Task.IsFaulted);
        _parts.Dispose();
    }

    public void Dispose()
    {
        Stop();
        _stopping.Dispose();
        _unready.Dispose();
    }

    private TaskPresence PresenceOf(TaskId task)
    {
        TaskPresence presence = TaskPresence.Absent;
        foreach (StreamWorker worker in _workers)
        {
            presence = (TaskPresence)Math.Max((int)presence, (int)WorkerTask.PresenceOf(worker.Find(task, out _)));
        }

        return presence;
    }

    private TaskRows? ReadWorkers(TaskId task, string table)
    {
        for (int i = 0; i < _workers.Length; i++)
        {
            if (_workers[i].Find(task, out bool isRunning) is { HasRows: true } found)
            {
                bool isActive = _leases[i].IsHeld(out TimeSpan sinceTurn) && isRunning;
                return isActive
                    ? new TaskRows(found.TableOf(table), IsActive: true, 0, 0)
                    : new TaskRows(found.TableOf(table), IsActive: false, found.ToRestore, isRunning ? (long)sinceTurn.TotalMilliseconds : SinceComplete(found));
            }
        }

        return null;
    }

    private TaskRows? ReadStandby(TaskId task, string table)
    {
        if (_standbys.Tasks?.Find(task) is not { } found)
        {
            return null;
        }

        StandbyLag lag = found.LagAt(_time.GetUtcNow().ToUnixTimeMilliseconds());
        return new TaskRows(found.Task.TableOf(table), IsActive: false, lag.Records, lag.Milliseconds);
    }

    private long SinceComplete(WorkerTask task) => Math.Max(0, _time.GetUtcNow().ToUnixTimeMilliseconds() - Math.Max(0, task.CompleteMilliseconds));

    private void Run(StreamWorker worker, WorkerLease lease)
    {
        try
        {
            bool hasJoined = false;
            while (!_stopping.IsSet && worker.State != WorkerState.Failed)
            {
                if (worker.IsReady && !hasJoined)
                {
                    hasJoined = true;
                    _unready.Signal();
                    _unready.Wait(MostWaitingForOthers);
                }

                worker.RunOnce(_time.GetUtcNow().ToUnixTimeMilliseconds());
                lease.Renew(worker.Signs);
                if (worker.MustPause)
                {
                    _stopping.Wait(TroublePause);
                }
            }

            worker.Close();
            _failure ??= worker.Failure;
        }
#pragma warning disable CA1031 // Whatever it is, whoever hosts the engine is told by its completion.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure ??= exception;
        }
        finally
        {
            worker.Dispose();
        }

        End();
    }

    /// <summary>An instance that lost one of its workers ends whole, so that nobody takes half of it for well.</summary>
    private void End()
    {
        if (_failure is not null)
        {
            _stopping.Set();
        }

        if (Interlocked.Decrement(ref _running) > 0)
        {
            return;
        }

        if (_failure is { } failure)
        {
            _completion.TrySetException(failure);
        }
        else
        {
            _completion.TrySetResult();
        }
    }
}
