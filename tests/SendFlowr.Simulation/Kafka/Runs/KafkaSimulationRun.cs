using SendFlowr.Simulation.Driver;
using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>One run of a plan by workers of a simulated cluster, with the faults of one seed.</summary>
internal sealed class KafkaSimulationRun
{
    public const string Group = "group";
    public const string Prefix = TopicNaming.Prefix;

    private const int NudgeOneIn = 100;
    private const int MaxSettleRounds = 1000;
    private const long QuietMilliseconds = 8000;

    private readonly KafkaPlan _kafka;
    private readonly SimulationPlan _plan;
    private readonly Random _random;
    private readonly KafkaChances _chances;
    private readonly ScriptFeeder _feeder;
    private readonly Interruptions _interruptions;
    private readonly Fleet _fleet;

    public KafkaSimulationRun(KafkaPlan plan, int seed, WorkerGuards guards)
    {
        (_kafka, _plan) = (plan, plan.Plan);
        _random = new Random(seed);
        _chances = plan.Adjust(KafkaChances.Draw(_random));
        Cluster = SimulatedClusters.Create(plan, _chances, _random, () => _interruptions!.IsQuiet);
        _feeder = new ScriptFeeder(plan, Cluster, _random);
        _interruptions = new Interruptions(Cluster.Time, _chances, _random, () => _fleet!.TurnOfAny()) { AreShort = plan.EndsAreKnown };
        _fleet = new Fleet(plan, Cluster, DrawOptions(), guards, _chances, _random, _interruptions);
        for (int number = _random.Next(1, Fleet.MaxMachines + 1); number > 0; number--)
        {
            _fleet.Add();
        }
    }

    public SimulatedCluster Cluster { get; }

    public IReadOnlyList<Machine> Machines => _fleet.Machines;

    /// <summary>Told of every call of a worker to its clients.</summary>
    public Action<string>? Trace
    {
        init => _fleet.Trace = value;
    }

    public int Crashes => _fleet.Crashes;

    public int Pauses => _interruptions.Pauses;

    public long Commits => _fleet.Commits + Machines.Sum(machine => machine.Worker?.Commits ?? 0);

    /// <summary>Runs to the end, heals, waits until all is done, and returns what is left.</summary>
    /// <exception cref="SimulationFailedException">It does not settle, or a worker failed by itself.</exception>
    public SimulationOutcome Run()
    {
        int steps = _random.Next(100, 500);
        while (!_feeder.IsDone || --steps > 0)
        {
            Act();
        }

        _interruptions.IsQuiet = true;
        _feeder.SendAll();
        _fleet.Heal();
        Settle();
        if (_kafka.Conclude is { } conclude)
        {
            Append(conclude(Cluster.Time.NowMilliseconds));
            Settle();
            Cluster.Time.Advance(60_000);
            Settle();
        }

        GoOn(_kafka.ConcludingMilliseconds);

        return KafkaOutcome.Capture(this, _kafka);
    }

    /// <summary>Everybody takes turns for so long.</summary>
    private void GoOn(long milliseconds)
    {
        if (milliseconds == 0)
        {
            return;
        }

        for (long end = Cluster.Time.NowMilliseconds + milliseconds; Cluster.Time.NowMilliseconds < end;)
        {
            Cluster.Time.Advance(500);
            foreach (Machine machine in Machines.ToArray())
            {
                _fleet.Turn(machine);
            }
        }

        Settle();
    }

    private TimeSpan Milliseconds(long milliseconds) => TimeSpan.FromMilliseconds(_kafka.ClockFactor * milliseconds);

    private WorkerOptions DrawOptions() => new()
    {
        Group = Group,
        Instance = "",
        TopicPrefix = Prefix,
        Guarantee = _kafka.Guarantee,
        Feeds = _kafka.Feeds,
        Directory = "/data",
        CommitInterval = Milliseconds(_random.Next(1500)),
        IdleCommitInterval = Milliseconds(_random.Next(3) == 0 ? _random.Next(200) : 1500),
        SnapshotInterval = Milliseconds(_random.Next(3) == 0 ? 3_600_000 : _random.Next(5000)),
        RestoreNoProgress = Milliseconds(20_000),
        SupervisionInterval = Milliseconds(5000),
        MaxRecordsPerTurn = _random.Next(4, 2 * _plan.MaxBatch),
        MaxTransactionBytes = _random.Next(3) == 0 ? _random.Next(1, 10_000) : 1 << 20,
    };

    /// <summary>Time goes on a little, and something happens.</summary>
    private void Act()
    {
        Cluster.Time.Advance(_random.Next(1, _chances.MaxTickMilliseconds + 1));
        if (!_feeder.IsDone && _random.Next(1000) < _chances.Send)
        {
            _feeder.SendSome(_plan.MaxBatch / 4);
        }

        if (_kafka.Nudge is { } nudge && _random.Next(NudgeOneIn) == 0)
        {
            Append(nudge(Cluster.Time.NowMilliseconds));
        }

        if (_random.Next(1000) < _chances.Change)
        {
            Change();
        }

        _fleet.TurnOfAny();
    }

    private void Append(ScriptRecord record) =>
        Cluster.Log(new TopicPartition(record.Name, record.Partition)).Append(new SentRecord(record.Key, record.Value, record.Timestamp));

    private void Change()
    {
        Machine machine = Machines[_random.Next(Machines.Count)];
        switch (_random.Next(7))
        {
            case 0 when Machines.Count < Fleet.MaxMachines:
                _fleet.Add();
                break;
            case 1 when Machines.Count < Fleet.MaxMachines && machine.Worker is not null && !_kafka.EndsAreKnown:
                _fleet.Add(machine.Instance);
                break;
            case 2 when Machines.Count > 1 && machine is { Worker: not null, IsBusy: false }:
                _fleet.Leave(machine);
                break;
            case 3:
                machine.SkewMilliseconds = _fleet.DrawSkew();
                break;
            case 4:
                DropOldRecords();
                break;
            case 5:
                CompactChangelogs();
                break;
            case 6 when machine.Process is { } process && !_kafka.EndsAreKnown:
                process.IsCut = true;
                Cluster.Time.After(_random.Next(15_000), () => process.IsCut = false);
                break;
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

    private void CompactChangelogs()
    {
        foreach ((_, PartitionLog[] logs) in Cluster.Topics.Where(topic => topic.Key.EndsWith(".changelog", StringComparison.Ordinal)))
        {
            foreach (PartitionLog log in logs)
            {
                log.Compact(_random.NextInt64(log.HighWatermark + 1));
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
                _fleet.Turn(machine);
                if (machine.Standbys is not null)
                {
                    _fleet.Follow(machine);
                }
            }

            long newEnd = Cluster.Topics.Sum(topic => topic.Value.Sum(log => log.HighWatermark));
            if (newEnd != end || !Machines.All(_fleet.IsSettled) || !IsAllProcessed() || Cluster.Transactions.IsBusy)
            {
                (end, since) = (newEnd, Cluster.Time.NowMilliseconds);
            }
            else if (Cluster.Time.NowMilliseconds - since >= QuietMilliseconds)
            {
                return;
            }
        }

        throw new SimulationFailedException(
            "It does not settle: " + string.Join(", ", Machines.Select(machine => $"{machine.Instance} {machine.Worker?.State} {machine.Worker?.Trouble?.Message}"))
            + $", {(IsAllProcessed() ? "all" : "not all")} records processed.");
    }

    private bool IsAllProcessed()
    {
        Dictionary<TopicPartition, long> offsets = Cluster.Groups.Group(Group).Offsets;
        foreach (string topic in _plan.Topologies.SelectMany(it => it.Sources).Where(it => it.Kind == SourceKind.Partitioned).Select(it => it.Topic)
            .Concat(_kafka.Feeds.Select(feed => feed.Topic)))
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
