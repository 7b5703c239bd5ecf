using SendFlowr.Simulation.Driver;
using SendFlowr.Simulation.Kafka.Clients;
using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>One run of a plan by workers of a simulated cluster, with the faults of one seed.</summary>
internal sealed class KafkaSimulationRun
{
    public const string Group = "group";
    public const string Prefix = "sim.";

    private const int MaxMachines = 4;
    private const int MaxSettleRounds = 3000;
    private const long QuietMilliseconds = 8000;

    private readonly SimulationPlan _plan;
    private readonly WorkerGuards _guards;
    private readonly Random _random;
    private readonly KafkaChances _chances;
    private readonly FaultySwitch _faultySwitch = new();
    private readonly Topology[] _topologies;
    private readonly ScriptFeeder _feeder;
    private readonly Interruptions _interruptions;
    private readonly WorkerOptions _options;
    private int _instances;

    public KafkaSimulationRun(SimulationPlan plan, int seed, WorkerGuards guards)
    {
        _plan = plan;
        _guards = guards;
        _random = new Random(seed);
        _chances = KafkaChances.Draw(_random);
        Cluster = CreateCluster();
        _topologies = [.. plan.Topologies.Select(_faultySwitch.Wrap)];
        _feeder = new ScriptFeeder(plan.Script, Cluster, _random);
        _interruptions = new Interruptions(Cluster.Time, _chances, _random, ActOfOthers);
        _options = new WorkerOptions
        {
            Group = Group,
            Instance = "",
            TopicPrefix = Prefix,
            Directory = "/data",
            CommitInterval = TimeSpan.FromMilliseconds(_random.Next(1500)),
            SnapshotInterval = TimeSpan.FromMilliseconds(_random.Next(3) == 0 ? 3_600_000 : _random.Next(5000)),
            MaxRecordsPerTurn = _random.Next(1, 2 * plan.MaxBatch),
            MaxTransactionBytes = _random.Next(3) == 0 ? _random.Next(1, 10_000) : 1 << 20,
        };
        for (int number = _random.Next(1, MaxMachines + 1); number > 0; number--)
        {
            AddMachine();
        }
    }

    public SimulatedCluster Cluster { get; }

    public List<Machine> Machines { get; } = [];

    /// <summary>Told of every call of a worker to its clients; null when nobody wants to know.</summary>
    public Action<string>? Trace { get; init; }

    public int Crashes { get; private set; }

    public int Pauses => _interruptions.Pauses;

    public long Commits { get; private set; }

    /// <summary>Runs to the end, heals, waits until all is done, and returns what is left.</summary>
    /// <exception cref="SimulationFailedException">It does not settle, or a worker failed by itself.</exception>
    public SimulationOutcome Run()
    {
        int steps = _random.Next(100, 500);
        while (!_feeder.IsDone || --steps > 0)
        {
            Act();
        }

        Heal();
        Settle();
        return KafkaOutcome.Capture(this, _plan);
    }

    private SimulatedCluster CreateCluster()
    {
        var settings = new ClusterSettings
        {
            MaxPollMilliseconds = 30_000,
            MarkerDelay = () => _interruptions.IsQuiet ? 1 : _chances.DrawMarkerDelay(_random),
            SyncDelay = () => _random.Next(1, 200),
        };
        var wire = new Wire
        {
            Draw = _ => _interruptions.IsQuiet ? Fate.Answered : _chances.DrawFate(_random),
            LateDelay = () => _random.Next(3) == 0 ? _random.Next(20_000) : _random.Next(1, 1000),
            Linger = () => _random.Next(4) == 0 ? _random.Next(200) : null,
            FetchLimit = () => _interruptions.IsQuiet ? int.MaxValue : _random.Next(6) == 0 ? 0 : _random.Next(1, 40),
        };
        var cluster = new SimulatedCluster(settings, wire, _plan.StartMilliseconds);
        foreach (TopicSettings topic in _plan.Topics)
        {
            cluster.CreateTopic(topic.Name, topic.Partitions);
        }

        foreach (Topology topology in _plan.Topologies.Where(topology => topology.Tables.Count > 0))
        {
            string source = topology.Sources.First(it => it.Kind == SourceKind.Partitioned).Topic;
            cluster.CreateTopic(new TopicNaming(Prefix).ChangelogOf(topology), cluster.PartitionCount(source)!.Value);
        }

        return cluster;
    }

    /// <summary>Time goes on a little, and something happens.</summary>
    private void Act()
    {
        Cluster.Time.Advance(_random.Next(1, _chances.MaxTickMilliseconds + 1));
        if (!_feeder.IsDone && _random.Next(1000) < _chances.Send)
        {
            _feeder.SendSome(_plan.MaxBatch);
        }

        if (_random.Next(1000) < _chances.Change)
        {
            Change();
        }

        ActOfOthers();
    }

    /// <summary>A turn of some machine that is not in the middle of one.</summary>
    private void ActOfOthers()
    {
        Machine[] free = [.. Machines.Where(machine => !machine.IsBusy)];
        if (free.Length > 0)
        {
            Turn(free[_random.Next(free.Length)]);
        }
    }

    private void Turn(Machine machine)
    {
        machine.IsBusy = true;
        try
        {
            if (machine.Worker is null && Cluster.Time.NowMilliseconds >= machine.RestartMilliseconds)
            {
                Start(machine);
            }

            if (machine.Worker is { } worker)
            {
                if (!_interruptions.IsQuiet && _random.Next(1000) < _chances.ProcessorFault)
                {
                    _faultySwitch.Arm(_random.Next(1, 10));
                }

                worker.RunOnce(Cluster.Time.NowMilliseconds + machine.SkewMilliseconds);
            }
        }
        catch (CrashException)
        {
            Crash(machine);
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
        machine.Process = new SimulatedProcess(Cluster, machine.Instance, _interruptions) { Trace = Trace };
        machine.Worker = new StreamWorker(_options with { Instance = machine.Instance }, _topologies, machine.Process, machine.Files, _guards);
    }

    private void Crash(Machine machine)
    {
        Crashes++;
        Commits += machine.Worker?.Commits ?? 0;
        machine.Stop(losesPower: _random.Next(3) == 0);
        machine.RestartMilliseconds = Cluster.Time.NowMilliseconds + (_random.Next(2) == 0 ? _random.Next(1000) : _random.Next(20_000));
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
        machine.RestartMilliseconds = Cluster.Time.NowMilliseconds + _random.Next(1000);
        if (Machines.Exists(other => other != machine && other.Instance == machine.Instance))
        {
            Machines.Remove(machine);
        }
    }

    private void AddMachine() => AddMachine($"w{++_instances}");

    private void AddMachine(string instance) =>
        Machines.Add(new Machine(instance, _random.Next(), _random.Next(-5000, 5000)) { RestartMilliseconds = Cluster.Time.NowMilliseconds + _random.Next(2000) });

    private void Change()
    {
        Machine machine = Machines[_random.Next(Machines.Count)];
        switch (_random.Next(6))
        {
            case 0 when Machines.Count < MaxMachines:
                AddMachine();
                break;
            case 1 when Machines.Count < MaxMachines && machine.Worker is not null:
                AddMachine(machine.Instance);
                break;
            case 2 when Machines.Count > 1 && machine is { Worker: not null, IsBusy: false }:
                Leave(machine);
                break;
            case 3:
                machine.SkewMilliseconds += _random.Next(-2000, 2000);
                break;
            case 4:
                DropOldRecords();
                break;
            case 5 when machine.Process is { } process:
                process.IsCut = true;
                Cluster.Time.After(_random.Next(15_000), () => process.IsCut = false);
                break;
        }
    }

    /// <summary>An orderly end, for good or until a restart.</summary>
    private void Leave(Machine machine)
    {
        machine.IsBusy = true;
        try
        {
            machine.Worker!.Close();
            machine.Worker.Dispose();
            Commits += machine.Worker.Commits;
            machine.Stop(losesPower: false);
            machine.RestartMilliseconds = Cluster.Time.NowMilliseconds + _random.Next(10_000);
            if (_random.Next(2) == 0)
            {
                Machines.Remove(machine);
            }
        }
        catch (CrashException)
        {
            Crash(machine);
        }
        finally
        {
            machine.IsBusy = false;
        }
    }

    /// <summary>Retention: what the group has processed may be gone.</summary>
    private void DropOldRecords()
    {
        foreach ((TopicPartition partition, long offset) in Cluster.Groups.Group(Group).Offsets)
        {
            Cluster.Log(partition).MoveStart(offset);
        }
    }

    private void Heal()
    {
        _interruptions.IsQuiet = true;
        _faultySwitch.Arm(0);
        _feeder.SendAll();
        foreach (Machine machine in Machines)
        {
            if (machine.Process is { } process)
            {
                process.IsCut = false;
            }
        }
    }

    private void Settle()
    {
        long end = -1;
        long since = 0;
        for (int round = 0; round < MaxSettleRounds; round++)
        {
            Cluster.Time.Advance(100);
            foreach (Machine machine in Machines.ToArray())
            {
                Turn(machine);
            }

            long newEnd = Cluster.Topics.Sum(topic => topic.Value.Sum(log => log.HighWatermark));
            if (newEnd != end || !Machines.TrueForAll(IsSettled) || !IsAllProcessed() || Cluster.Transactions.IsBusy)
            {
                (end, since) = (newEnd, Cluster.Time.NowMilliseconds);
            }
            else if (Cluster.Time.NowMilliseconds - since >= QuietMilliseconds)
            {
                Commits += Machines.Sum(machine => machine.Worker!.Commits);
                return;
            }
        }

        throw new SimulationFailedException(
            "It does not settle: " + string.Join(", ", Machines.Select(machine => $"{machine.Instance} {machine.Worker?.State} {machine.Worker?.Trouble?.Message}"))
            + $", {(IsAllProcessed() ? "all" : "not all")} records processed.");
    }

    private static bool IsSettled(Machine machine) =>
        machine.Worker is { } worker && (worker.State == WorkerState.Running || (worker.State == WorkerState.Joining && worker.Tasks.Count == 0));

    private bool IsAllProcessed()
    {
        Dictionary<TopicPartition, long> offsets = Cluster.Groups.Group(Group).Offsets;
        foreach (string topic in _plan.Topologies.SelectMany(it => it.Sources).Where(it => it.Kind == SourceKind.Partitioned).Select(it => it.Topic))
        {
            for (int partition = 0; partition < Cluster.PartitionCount(topic); partition++)
            {
                TopicPartition place = new(topic, partition);
                PartitionLog log = Cluster.Log(place);
                for (long offset = offsets.GetValueOrDefault(place); offset < log.HighWatermark; offset++)
                {
                    if (log[offset].State is EntryState.Visible or EntryState.Open)
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }
}
