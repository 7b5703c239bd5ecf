using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Bench;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Topics;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Cli.Kafka;

/// <summary>
/// Measures the pipeline on a cluster, exactly once, with topics of its own that are deleted afterwards: documents to events, then events to
/// rows, features and priors, from the first record read to the last commit.
/// </summary>
internal sealed class KafkaPipelineBench : IDisposable
{
    private const int HorizonMinutes = 60;
    private const int WritesPerTransaction = 50_000;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly KafkaCluster _cluster;
    private readonly PipelineBenchOptions _options;
    private readonly int _workers;
    private readonly string _prefix;
    private readonly List<string> _topics = [];
    private readonly FeedBindings _feeds = new();

    public KafkaPipelineBench(string bootstrap, PipelineBenchOptions options, int workers)
    {
        _cluster = new KafkaCluster(bootstrap, new Dictionary<string, string>());
        _options = options;
        _workers = workers;
        _prefix = string.Create(CultureInfo.InvariantCulture, $"sendflowr-bench-{Environment.ProcessId}-{options.Time.GetUtcNow().ToUnixTimeMilliseconds()}.");
    }

    private string FeedTopic => _prefix + "feed";

    public async Task<PipelineBenchResult> RunAsync(Action<long, long> progress, CancellationToken cancellation)
    {
        long all = 2 * _options.Events;
        TopicSpec feed = new(FeedTopic, _options.Partitions, new Dictionary<string, string>());
        TopicSpec[] topics = [.. DeploymentTopics.All(_prefix, _options.Partitions), feed];
        _topics.AddRange(topics.Select(topic => topic.Name));
        _cluster.Create(topics);
        WriteFeed(cancellation);
        (double normalizeSeconds, _, _) = await NormalizeAsync(done => progress(done, all), cancellation);
        (double seconds, double cpuSeconds, double bytesPerPerson) = await ProcessAsync(done => progress(_options.Events + done, all), cancellation);
        return new PipelineBenchResult(_options.Events, seconds, cpuSeconds, bytesPerPerson, ProcessMemory.PeakMegabytes(), null, normalizeSeconds);
    }

    public void Dispose()
    {
        _cluster.Delete(_topics);
        _cluster.Dispose();
    }

    private void WriteFeed(CancellationToken cancellation)
    {
        SyntheticFeed feed = new(_options.People, unchecked((ulong)_options.Seed));
        ArrayBufferWriter<byte> line = new();
        byte[] key = new byte[sizeof(long)];
        using KafkaWriter writer = _cluster.CreateWriter(_prefix + "feed");
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

    private long Now => _options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<(double Seconds, double CpuSeconds, double BytesPerPerson)> NormalizeAsync(Action<long> progress, CancellationToken cancellation)
    {
        MapperFactory mappers = new(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions());
        using FeedBinding binding = _feeds.Bind("bench", mappers.CreateJson);
        FeedTopic feed = new(NormalizeTopology.Name, NormalizeTopology.Feed, FeedTopic, FeedStart.Earliest, binding.Key);
        Topology normalize = PipelineTopologies.Normalize(_feeds, IdentityKey.Fixed(), null);
        return await MeasureAsync("normalize", [normalize], [feed], _ => Task.CompletedTask, progress, cancellation);
    }

    private async Task<(double Seconds, double CpuSeconds, double BytesPerPerson)> ProcessAsync(Action<long> progress, CancellationToken cancellation)
    {
        IReadOnlyList<Topology> topologies = PipelineTopologies.All(
            _feeds, IdentityKey.Fixed(), null, SignalRules.Factory, HorizonMinutes, _options.Partitions);
        return await MeasureAsync("all", topologies, [], LearnAsync, progress, cancellation);

        async Task LearnAsync(KafkaEngine engine)
        {
            KafkaLearning.Ask(_cluster, _prefix + "learn", _prefix, (int)new Timestamp(Now).EpochDay - 1, Now);
            while (engine.CountRows(TenantTopology.Name, PipelineTopologies.VersionsTable) == 0)
            {
                await GlanceAsync(engine, cancellation);
            }

            await UntilAsync(engine, 0, _ => { }, cancellation);
        }
    }

    private async Task<(double Seconds, double CpuSeconds, double BytesPerPerson)> MeasureAsync(
        string name,
        IReadOnlyList<Topology> topologies,
        IReadOnlyList<FeedTopic> feeds,
        Func<KafkaEngine, Task> then,
        Action<long> progress,
        CancellationToken cancellation)
    {
        KafkaEngineOptions options = new()
        {
            Group = _prefix + name,
            Instance = "bench",
            TopicPrefix = _prefix,
            Directory = Path.Combine(_options.Directory, name),
            Workers = _workers,
            CommitInterval = _options.CommitInterval,
            NextDue = PipelineTopologies.NextDue,
            Feeds = feeds,
        };
        using KafkaEngine engine = _cluster.Start(options, topologies, new PhysicalFileSystem(), _options.Time);
        while (engine.Records == 0)
        {
            await GlanceAsync(engine, cancellation);
        }

        TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
        long start = _options.Time.GetTimestamp();
        await UntilAsync(engine, _options.Events, progress, cancellation);
        double seconds = _options.Time.GetElapsedTime(start).TotalSeconds;
        double cpuSeconds = (Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds;
        await then(engine);
        long people = engine.CountRows(PersonTopology.Name, PipelineTopologies.PeopleTable);
        return (seconds, cpuSeconds, engine.TableBytes / (double)Math.Max(1, people));
    }

    private async Task UntilAsync(KafkaEngine engine, long records, Action<long> progress, CancellationToken cancellation)
    {
        while (engine.Records < records || !engine.IsIdle)
        {
            await GlanceAsync(engine, cancellation);
            progress(Math.Min(engine.Records, _options.Events));
        }
    }

    private async Task GlanceAsync(KafkaEngine engine, CancellationToken cancellation)
    {
        await Task.Delay(Glance, _options.Time, cancellation);
        if (engine.Completion.IsCompleted)
        {
            await engine.Completion;
        }
    }
}
