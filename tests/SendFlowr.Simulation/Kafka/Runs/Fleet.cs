using SendFlowr.Simulation.Driver;
using SendFlowr.Simulation.Kafka.Clients;
using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Standby;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>The machines of one run: starts their workers, gives them turns, and ends them in the ways there are.</summary>
internal sealed class Fleet(
    KafkaPlan plan, SimulatedCluster cluster, WorkerOptions options, WorkerGuards guards, KafkaChances chances, Random random, Interruptions interruptions)
{
    public const int MaxMachines = 4;

    private const int FollowOneIn = 3;

    private readonly List<Machine> _machines = [];
    private readonly TaskId[] _followed = !plan.HasStandbys ? [] :
    [
        .. plan.Plan.Topologies.Where(topology => topology.Tables.Count > 0).SelectMany(topology => Enumerable
            .Range(0, cluster.PartitionCount(new TopicNaming(options.TopicPrefix).ChangelogOf(topology))!.Value).Select(partition => new TaskId(topology.Name, partition))),
    ];

    private readonly FaultySwitch _faultySwitch = new();
    private Topology[]? _topologies;
    private int _instances;

    public IReadOnlyList<Machine> Machines => _machines;

    /// <summary>Told of every call of a worker to its clients; null when nobody wants to know.</summary>
    public Action<string>? Trace { get; set; }

    public int Crashes { get; private set; }

    /// <summary>Transactions of workers that are gone.</summary>
    public long Commits { get; private set; }

    /// <summary>A new instance.</summary>
    public void Add() => Add($"w{++_instances}");

    /// <summary>Another machine under the name of an instance, as when one is believed dead.</summary>
    public void Add(string instance) => _machines.Add(new Machine(instance, random.Next(), DrawSkew())
    {
        RestartMilliseconds = cluster.Time.NowMilliseconds + random.Next(2000),
    });

    public long DrawSkew() => random.Next(-plan.MaxSkewMilliseconds, plan.MaxSkewMilliseconds + 1);

    /// <summary>A turn of some machine that is not in the middle of one.</summary>
    public void TurnOfAny()
    {
        if (plan.HasStandbys && random.Next(FollowOneIn) == 0)
        {
            Machine[] following = [.. _machines.Where(machine => machine is { IsFollowing: false, Standbys: not null, Process.IsStopped: false })];
            if (following.Length > 0)
            {
                Follow(following[random.Next(following.Length)]);
            }

            return;
        }

        Machine[] free = [.. _machines.Where(machine => !machine.IsBusy && (!plan.HasStandbys || machine is { Process: null or { IsStopped: false } }))];
        if (free.Length > 0)
        {
            Turn(free[random.Next(free.Length)]);
        }
    }

    /// <summary>Nothing is cut off or broken any more, and no instance runs twice.</summary>
    public void Heal()
    {
        _faultySwitch.Arm(0);
        foreach (Machine machine in _machines.ToArray())
        {
            if (machine.Process is { } process)
            {
                process.IsCut = false;
            }

            if (_machines.FindLast(other => other.Instance == machine.Instance) != machine)
            {
                Crash(machine);
                _machines.Remove(machine);
            }
        }
    }

    /// <summary>A turn of what a machine follows.</summary>
    public void Follow(Machine machine)
    {
        SimulatedProcess process = machine.Process!;
        machine.IsFollowing = true;
        try
        {
            machine.Standbys!.RunOnce(
                _followed, task => WorkerTask.PresenceOf(machine.Worker?.Find(task, out _)), cluster.Time.NowMilliseconds + machine.SkewMilliseconds);
        }
        catch (CrashException)
        {
            CrashIf(machine, process);
        }
        finally
        {
            machine.IsFollowing = false;
        }
    }

    /// <summary>A turn of a machine; starts its worker when it is time.</summary>
    /// <exception cref="SimulationFailedException">The worker failed by itself.</exception>
    public void Turn(Machine machine)
    {
        SimulatedProcess? process = machine.Process;
        machine.IsBusy = true;
        try
        {
            if (machine.Worker is null && cluster.Time.NowMilliseconds >= machine.RestartMilliseconds)
            {
                Start(machine);
                process = machine.Process;
            }

            if (machine.Worker is { } worker)
            {
                if (!interruptions.IsQuiet && random.Next(1000) < chances.ProcessorFault)
                {
                    _faultySwitch.Arm(random.Next(1, 10));
                }

                worker.RunOnce(plan.ClockAt(cluster.Time.NowMilliseconds) + machine.SkewMilliseconds);
            }
        }
        catch (CrashException)
        {
            CrashIf(machine, process);
        }
        finally
        {
            machine.IsBusy = false;
        }

        if (machine.Worker?.State == WorkerState.Failed)
        {
            OnFailure(machine, machine.Worker.Failure!);
        }
    }

    private void Start(Machine machine)
    {
        _topologies ??= [.. plan.Plan.Topologies.Select(_faultySwitch.Wrap)];
        machine.Process = new SimulatedProcess(cluster, machine.Instance, interruptions) { Trace = Trace };
        bool follows = plan.HasStandbys && random.Next(2) == 0;
        machine.Standbys = follows ? new StandbyTasks(StandbyOptions(), _topologies, machine.Process, machine.Files, guards) : null;
        WorkerOptions own = options with
        {
            Instance = machine.Instance,
            Announcement = plan.HasStandbys ? new TaskAnnouncement(KafkaOutcome.Owners, machine.Instance, 0, null) : null,
        };
        machine.Worker = new StreamWorker(own, _topologies, machine.Process, machine.Files, guards, machine.Standbys);
    }

    private StandbyOptions StandbyOptions() => new()
    {
        TopicPrefix = options.TopicPrefix,
        Directory = "/standby",
        WorkerDirectories = [options.Directory],
        KeepsGivenUp = random.Next(2) == 0,
        SnapshotInterval = options.SnapshotInterval,
        MaxRecordsPerTurn = options.MaxRecordsPerTurn,
        Grace = TimeSpan.FromMilliseconds(random.Next(30_000)),
    };

    /// <summary>One of its two threads died with its process, of which the other may have told already.</summary>
    private void CrashIf(Machine machine, SimulatedProcess? process)
    {
        if (machine.Process == process)
        {
            Crash(machine);
        }
    }

    public void Crash(Machine machine)
    {
        Crashes++;
        Commits += machine.Worker?.Commits ?? 0;
        machine.Stop(losesPower: random.Next(3) == 0);
        machine.RestartMilliseconds = cluster.Time.NowMilliseconds + (random.Next(2) == 0 ? random.Next(1000) : random.Next(20_000));
    }

    /// <summary>A worker that cannot go on ends its process, and is started again unless another has its name.</summary>
    private void OnFailure(Machine machine, Exception failure)
    {
        bool isExpected = failure is KafkaFaultException { Fault: KafkaFault.Fenced } or TaskFailedException { InnerException: SimulatedFaultException };
        if (!isExpected)
        {
            throw new SimulationFailedException($"The worker {machine.Instance} failed: {failure}");
        }

        Commits += machine.Worker!.Commits;
        machine.Worker.Dispose();
        machine.Stop(losesPower: false);
        machine.RestartMilliseconds = cluster.Time.NowMilliseconds + random.Next(1000);
        if (_machines.Exists(other => other != machine && other.Instance == machine.Instance))
        {
            _machines.Remove(machine);
        }
    }

    /// <summary>An orderly end, for good or until a restart.</summary>
    public void Leave(Machine machine)
    {
        SimulatedProcess? process = machine.Process;
        machine.IsBusy = true;
        try
        {
            machine.Worker!.Close();
            machine.Worker.Dispose();
            Commits += machine.Worker.Commits;
            machine.Stop(losesPower: false);
            machine.RestartMilliseconds = cluster.Time.NowMilliseconds + random.Next(10_000);
            if (random.Next(2) == 0)
            {
                _machines.Remove(machine);
            }
        }
        catch (CrashException)
        {
            CrashIf(machine, process);
        }
        finally
        {
            machine.IsBusy = false;
        }
    }

    /// <summary>It has what the group gives it, and runs; it has everything of what it follows.</summary>
    public bool IsSettled(Machine machine) =>
        machine.Worker is { } worker
        && (worker.State == WorkerState.Running || (worker.State == WorkerState.Joining && worker.Tasks.Count == 0))
        && (machine.Standbys is not { } standbys || _followed.All(task => worker.Find(task, out _) is not null || IsComplete(machine, standbys.Find(task))));

    private bool IsComplete(Machine machine, FollowedTask? followed) =>
        followed?.LagAt(cluster.Time.NowMilliseconds + machine.SkewMilliseconds) == default(StandbyLag);
}
