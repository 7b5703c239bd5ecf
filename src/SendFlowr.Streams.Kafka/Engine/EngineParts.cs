using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Metrics;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>What an engine is made of.</summary>
internal sealed class EngineParts : IDisposable
{
    private EngineParts(
        KafkaEngineOptions options, IReadOnlyList<Topology> topologies, IKafkaClients cluster, IFileSystem files, TimeProvider time)
    {
        Notes = new EngineNotes(options.Report);
        Standbys = new EngineStandbys(options, Notes.Add, topologies, cluster, files, time);
        Telemetry = new EngineTelemetry(options.Instance);
        CommitObserver commits = new(Telemetry, time);
        Workers =
        [
            .. Enumerable.Range(0, options.Workers)
                .Select(i => new StreamWorker(OptionsOf(options, i, Notes, commits), topologies, cluster, files, WorkerGuards.All, Standbys.Tasks)),
        ];
        Lag = new InputLag(cluster, () => Workers.SelectMany(worker => worker.All));
        Telemetry.Observe(Workers, Lag);
        if (Standbys.Tasks is not null)
        {
            Telemetry.Observe(Standbys.Tasks, time);
        }
    }

    public StreamWorker[] Workers { get; }

    public EngineStandbys Standbys { get; }

    public EngineNotes Notes { get; }

    public InputLag Lag { get; }

    public EngineTelemetry Telemetry { get; }

    /// <summary>Makes all of them; nothing runs yet but what only looks.</summary>
    public static EngineParts Create(
        KafkaEngineOptions options, IReadOnlyList<Topology> topologies, IKafkaClients cluster, IFileSystem files, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Workers);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Standbys);
        return new EngineParts(options, topologies, cluster, files, time);
    }

    /// <summary>Ends what only looks; workers and standbys end by themselves.</summary>
    public void Dispose()
    {
        Lag.Dispose();
        Telemetry.Dispose();
    }

    private static WorkerOptions OptionsOf(KafkaEngineOptions options, int worker, EngineNotes notes, CommitObserver commits) => new()
    {
        Group = options.Group,
        Instance = options.WorkerName(worker),
        TopicPrefix = options.TopicPrefix,
        Directory = options.DirectoryOf(worker),
        Guarantee = options.Guarantee,
        CommitInterval = options.CommitInterval,
        SnapshotInterval = options.SnapshotInterval,
        Note = notes.Add,
        NextDue = options.NextDue,
        Feeds = options.Feeds,
        CommitObserver = commits,
        Framing = options.Framing,
        Announcement = new TaskAnnouncement(new TopicPartition(OwnerKeys.TopicOf(options.TopicPrefix), 0), options.Instance, worker, options.Url),
    };
}
