using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Bench;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Topics;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Cli.Kafka;

/// <summary>A deployment that a measurement has to itself, on a cluster that may have others; disposing of it deletes its topics.</summary>
internal sealed class KafkaBenchDeployment : IDisposable
{
    private const int HorizonMinutes = 60;
    private const int WritesPerTransaction = 50_000;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly PipelineBenchOptions _options;
    private readonly int _workers;
    private readonly DeliveryGuarantee _guarantee;
    private readonly List<string> _topics = [];
    private readonly FeedBindings _feeds = new();

    public KafkaBenchDeployment(string bootstrap, PipelineBenchOptions options, int workers, DeliveryGuarantee guarantee = DeliveryGuarantee.ExactlyOnce)
    {
        // Nobody takes over here, and a busy machine may keep a member silent for long.
        Cluster = new KafkaCluster(bootstrap, new Dictionary<string, string> { ["session.timeout.ms"] = "45000" });
        _options = options;
        _workers = workers;
        _guarantee = guarantee;
        Prefix = string.Create(CultureInfo.InvariantCulture, $"sendflowr-bench-{Environment.ProcessId}-{options.Time.GetUtcNow().ToUnixTimeMilliseconds()}.");
    }

    public KafkaCluster Cluster { get; }

    /// <summary>What the names of its topics begin with.</summary>
    public string Prefix { get; }

    /// <summary>The clock, in milliseconds since 1970.</summary>
    public long Now => _options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private string FeedTopic => Prefix + "feed";

    public void CreateTopics()
    {
        TopicSpec feed = new(FeedTopic, _options.Partitions, new Dictionary<string, string>());
        TopicSpec[] topics = [.. DeploymentTopics.All(Prefix, _options.Partitions), feed];
        _topics.AddRange(topics.Select(topic => topic.Name));
        Cluster.Create(topics);
    }

    /// <summary>Writes the documents.</summary>
    public void WriteFeed(CancellationToken cancellation)
    {
        SyntheticFeed feed = new(_options.People, unchecked((ulong)_options.Seed));
        ArrayBufferWriter<byte> line = new();
        byte[] key = new byte[sizeof(long)];
        using KafkaWriter writer = Cluster.CreateWriter(Prefix + "feed");
        for (long index = 0; index < _options.Events; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            line.ResetWrittenCount();
            feed.WriteLine(line, index, _options.Events);
            BinaryPrimitives.WriteInt64LittleEndian(key, index);
            writer.Write(FeedTopic, _options.Partitions, key, line.WrittenSpan[..^1], Now);
            if (index % WritesPerTransaction == WritesPerTransaction - 1)
            {
                writer.Commit();
            }
        }

        writer.Commit();
    }

    /// <summary>Starts an engine that maps the documents to events. The binding lives as long as it runs.</summary>
    public KafkaEngine StartNormalize(out FeedBinding binding)
    {
        MapperFactory mappers = new(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions());
        binding = _feeds.Bind("bench", mappers.CreateJson);
        FeedTopic feed = new(NormalizeTopology.Name, NormalizeTopology.Feed, FeedTopic, FeedStart.Earliest, binding.Key);
        return Start("normalize", [PipelineTopologies.Normalize(_feeds, IdentityKey.Fixed(), null)], [feed], TimeSpan.FromMinutes(5));
    }

    /// <summary>Starts an engine that runs all topologies on the events.</summary>
    /// <param name="snapshotInterval">How often a task's snapshot is taken.</param>
    public KafkaEngine StartAll(TimeSpan snapshotInterval) => Start(
        "all", PipelineTopologies.All(_feeds, IdentityKey.Fixed(), null, SignalRules.Factory, HorizonMinutes, PersonClocks.Utc, _options.Partitions), [], snapshotInterval);

    /// <summary>The directory of snapshots of <see cref="StartAll"/>.</summary>
    public string DirectoryOfAll => DirectoryOf("all");

    /// <summary>Waits until so many records are processed and nothing waits any more.</summary>
    public async Task UntilAsync(KafkaEngine engine, long records, Action<long> progress, CancellationToken cancellation)
    {
        while (engine.Records < records || !engine.IsIdle)
        {
            await GlanceAsync(engine, cancellation);
            progress(Math.Min(engine.Records, _options.Events));
        }
    }

    /// <summary>Waits a moment.</summary>
    public async Task GlanceAsync(KafkaEngine engine, CancellationToken cancellation)
    {
        await Task.Delay(Glance, _options.Time, cancellation);
        if (engine.Completion.IsCompleted)
        {
            await engine.Completion;
        }
    }

    public void Dispose()
    {
        Cluster.Delete(_topics);
        Cluster.Dispose();
    }

    private string DirectoryOf(string name) => Path.Combine(_options.Directory, name);

    private KafkaEngine Start(string name, IReadOnlyList<Topology> topologies, IReadOnlyList<FeedTopic> feeds, TimeSpan snapshotInterval)
    {
        KafkaEngineOptions options = new()
        {
            Group = Prefix + name,
            Instance = "bench",
            TopicPrefix = Prefix,
            Directory = DirectoryOf(name),
            Workers = _workers,
            Guarantee = _guarantee,
            CommitInterval = _options.CommitInterval,
            SnapshotInterval = snapshotInterval,
            NextDue = PipelineTopologies.NextDue,
            Feeds = feeds,
        };
        return Cluster.Start(options, topologies, new PhysicalFileSystem(), _options.Time);
    }
}
