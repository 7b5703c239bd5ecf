using System.Buffers.Binary;
using SendFlowr.Simulation.Files;
using SendFlowr.Simulation.Kafka.Clients;
using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Kafka.Faults;

/// <summary>One worker on a simulated cluster where nothing happens by chance: it counts the keys of the topic in (2 partitions).</summary>
internal sealed class WorkerBench
{
    public const string Group = "group";
    public const string Changelog = "sendflowr.tally.changelog";

    public static readonly TopicPartition In0 = new("in", 0);
    public static readonly TopicPartition In1 = new("in", 1);

    private readonly List<string> _notes = [];

    public WorkerBench()
    {
        Cluster.CreateTopic("in", 2);
        Cluster.CreateTopic("all", 1);
        Cluster.CreateTopic(Changelog, 2);
    }

    public SimulatedCluster Cluster { get; } = new();

    /// <summary>The disk of the machine on which the worker is started.</summary>
    public SimulatedFileSystem Files { get; set; } = new(1);

    /// <summary>Which keys cannot be counted.</summary>
    public Func<byte, bool> Throws { get; set; } = _ => false;

    /// <summary>How often snapshots are taken; never, as it is made.</summary>
    public TimeSpan SnapshotInterval { get; set; } = TimeSpan.FromHours(1);

    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromSeconds(1);

    public DeliveryGuarantee Guarantee { get; set; }

    /// <summary>What the owners topic is told; nothing, as it is made.</summary>
    public TaskAnnouncement? Announcement { get; set; }

    public int MaxRecordsPerTurn { get; set; } = 2000;

    public IReadOnlyList<string> Notes => _notes;

    public SimulatedProcess? Process { get; private set; }

    public StreamWorker Worker { get; private set; } = null!;

    /// <summary>Starts a worker, as a process that is new.</summary>
    public StreamWorker Start()
    {
        Process = new SimulatedProcess(Cluster, "w1");
        Topology tally = new TopologyBuilder("tally")
            .AddSource("in", "in", SourceKind.Partitioned)
            .AddSource("all", "all", SourceKind.Broadcast)
            .AddTable("counts")
            .AddProcessor("tally", () => new TallyProcessor(key => Throws(key)), ["in", "all"], ["counts"], [])
            .Build();
        WorkerOptions options = new()
        {
            Group = Group,
            Instance = "w1",
            TopicPrefix = TopicNaming.Prefix,
            Directory = "/data",
            Guarantee = Guarantee,
            Announcement = Announcement,
            SnapshotInterval = SnapshotInterval,
            CommitInterval = CommitInterval,
            MaxRecordsPerTurn = MaxRecordsPerTurn,
            Note = _notes.Add,
        };
        return Worker = new StreamWorker(options, [tally], Process, Files, WorkerGuards.All);
    }

    /// <summary>Starts a worker and lets it work for 10 s.</summary>
    public StreamWorker StartAndRun()
    {
        Start();
        Run(10_000);
        return Worker;
    }

    /// <summary>Ends the worker in an orderly way.</summary>
    public void Stop()
    {
        Worker.Close();
        Worker.Dispose();
        Process!.IsDead = true;
        Cluster.Time.Advance(1000);
    }

    /// <summary>Gives the worker turns, one each 100 ms, until the time is over or something is so.</summary>
    public void Run(long milliseconds, Func<bool>? isDone = null)
    {
        for (long passed = 0; passed < milliseconds && isDone?.Invoke() != true; passed += 100)
        {
            Cluster.Time.Advance(100);
            Worker.RunOnce(Cluster.Time.NowMilliseconds);
        }
    }

    /// <summary>Appends records with these keys.</summary>
    public void Send(TopicPartition partition, params byte[] keys)
    {
        foreach (byte key in keys)
        {
            Cluster.Log(partition).Append(new SentRecord([key], [0], Cluster.Time.NowMilliseconds));
        }
    }

    public void MakeAnew(string topic)
    {
        int partitions = Cluster.PartitionCount(topic)!.Value;
        Cluster.DeleteTopic(topic);
        Cluster.CreateTopic(topic, partitions);
    }

    public long CountOf(int task, byte key)
    {
        IReadOnlyTable table = Worker.Find(new TaskId("tally", task), out _)!.TableOf("counts");
        byte[] buffer = new byte[8];
        return table.TryCopy(new RowKey(0, key), ref buffer, out _) ? BinaryPrimitives.ReadInt64LittleEndian(buffer) : 0;
    }
}
