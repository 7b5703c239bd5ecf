using System.Globalization;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Kafka.Peers;
using SendFlowr.Cli.Output;
using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Topics;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Cli.Kafka;

/// <summary>What instances and verbs on a cluster have in common: an engine, and the pipeline over it. Disposing of it ends both.</summary>
internal sealed class ClusterParts : IAsyncDisposable
{
    private readonly TopicTurns _turns;
    private bool _isDisposed;

    private ClusterParts(KafkaEngine engine, TopicTurns turns, KafkaPipeline pipeline)
    {
        _turns = turns;
        Engine = engine;
        Pipeline = pipeline;
    }

    public KafkaEngine Engine { get; }

    public KafkaPipeline Pipeline { get; }

    /// <summary>Starts the engine.</summary>
    /// <param name="context">The verb.</param>
    /// <param name="cluster">The cluster; not disposed of.</param>
    /// <param name="schemas">The registry, if there is one; not disposed of.</param>
    /// <param name="topics">The topics of the deployment, which are there.</param>
    /// <param name="seat">The place of this process in the deployment.</param>
    public static ClusterParts Start(VerbContext context, KafkaCluster cluster, ClusterSchemas schemas, IReadOnlyList<TopicSpec> topics, ClusterSeat seat)
    {
        Settings settings = context.Settings;
        KafkaSettings kafka = settings.Kafka;
        TopicNaming naming = new(kafka.Prefix);
        Dictionary<string, int> partitions = TopicCatalog.All.ToDictionary(
            topic => topic.Name, topic => topics.Single(spec => spec.Name == naming.NameOf(topic.Name)).Partitions);
        FeedBindings feeds = new();
        int personTasks = partitions[TopicNames.Events];
        KafkaEngineOptions options = new()
        {
            Group = kafka.Group,
            Instance = seat.Instance,
            TopicPrefix = kafka.Prefix,

            // Snapshots of one deployment must never meet the changelogs of another.
            Directory = Path.Combine(context.DataDirectory, "kafka", string.Create(CultureInfo.InvariantCulture, $"{kafka.Prefix}{personTasks}")),
            Workers = seat.Workers,
            Guarantee = kafka.Guarantee,
            NextDue = PipelineTopologies.NextDue,
            Feeds = seat.Workers == 0 ? [] : KafkaFeeds.Bind(context, feeds, schemas.Lookup),
            Url = seat.Url,
            Standbys = seat.Standbys,
            Report = line => context.Error.Line($"sendflowr: {line}"),
            FollowAlways = [TenantTopology.Name],
        };
        IReadOnlyList<Topology> topologies = PipelineTopologies.All(
            feeds, settings.IdentityKey!, settings.DefaultCountry, SignalRules.Factory, (int)settings.Horizon.TotalMinutes, settings.Clocks, personTasks);
        KafkaEngine engine = cluster.Start(options, topologies, new PhysicalFileSystem(), context.Clock);
        TopicTurns turns = new(cluster, $"{kafka.Group}/{seat.Instance}-http");
        PipelineOptions pipeline = new()
        {
            DefaultCountry = settings.DefaultCountry,
            HorizonMinutes = (int)settings.Horizon.TotalMinutes,
            Clocks = settings.Clocks,
            Time = context.Clock,
        };
        RemoteRows remote = new(engine.Owners, seat.Instance, new PeerToken(settings.IdentityKey!));
        return new ClusterParts(
            engine, turns, new KafkaPipeline(pipeline, settings.IdentityKey!, cluster, engine, remote, turns, naming, kafka.Group, partitions));
    }

    /// <summary>Writes what waits, commits what is done and leaves the group.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _turns.DisposeAsync();
        Engine.Stop();
        Engine.Dispose();
        Pipeline.Dispose();
    }
}
