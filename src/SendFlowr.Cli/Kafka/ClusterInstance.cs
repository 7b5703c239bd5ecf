using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Cli.Verbs.Up;
using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Topics;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Cli.Kafka;

/// <summary><c>up</c> on a Kafka cluster: one instance of the pipeline, sharing the tasks with the others, until it is stopped.</summary>
internal static class ClusterInstance
{
    private static readonly TimeSpan LearningGlance = TimeSpan.FromSeconds(10);

    /// <exception cref="VerbException">The configuration or the cluster does not allow it.</exception>
    public static async Task<int> RunAsync(VerbContext context, IPEndPoint listen, CancellationToken cancellation)
    {
        Settings settings = context.Settings;
        KafkaSettings kafka = settings.Kafka;
        using ClusterSchemas schemas = await ClusterSchemas.OpenAsync(context, cancellation);
        using KafkaCluster cluster = ClusterOpening.Open(context, schemas.Framing);
        int partitions = PrepareTopics(context, cluster);
        FeedBindings feeds = new();
        KafkaEngineOptions options = new()
        {
            Group = kafka.Group,
            Instance = InstanceName(kafka),
            TopicPrefix = kafka.Prefix,

            // Snapshots of one deployment must never meet the changelogs of another.
            Directory = Path.Combine(context.DataDirectory, "kafka", string.Create(CultureInfo.InvariantCulture, $"{kafka.Prefix}{partitions}")),
            Workers = kafka.Workers,
            NextDue = PipelineTopologies.NextDue,
            Feeds = KafkaFeeds.Bind(context, feeds, schemas.Lookup),
        };
        IReadOnlyList<Topology> topologies = PipelineTopologies.All(
            feeds, settings.IdentityKey!, settings.DefaultCountry, SignalRules.Factory, (int)settings.Horizon.TotalMinutes, partitions);
        using KafkaEngine engine = cluster.Start(options, topologies, new PhysicalFileSystem(), context.Clock);
        await using WebApplication health = await ClusterHealth.StartAsync(engine, listen, cancellation);
        Announce(context, options.Instance, ClusterHealth.UrlOf(health));
        KafkaLearning learning = new(cluster, engine, kafka.Group, kafka.Prefix, context.Clock);
        while (!cancellation.IsCancellationRequested && !engine.Completion.IsCompleted)
        {
            Learn(context, learning);
            await Task.WhenAny(engine.Completion, Task.Delay(LearningGlance, context.Clock, cancellation));
        }

        await health.StopAsync(CancellationToken.None);
        engine.Stop();
        await UpReport.RequireGoodEndAsync(engine.Completion, "the instance");
        cancellation.ThrowIfCancellationRequested();
        return ExitCode.Interrupted;
    }

    private static void Learn(VerbContext context, KafkaLearning learning)
    {
        try
        {
            learning.AskIfDue();
        }
        catch (KafkaUnreachableException exception)
        {
            context.Error.Line($"sendflowr up: learning waits: {exception.Message}");
        }
    }

    /// <summary>Creates what is missing. Returns the partitions of the events.</summary>
    private static int PrepareTopics(VerbContext context, KafkaCluster cluster)
    {
        KafkaSettings kafka = context.Settings.Kafka;
        IReadOnlyList<TopicSpec> wanted = TopicApplication.Wanted(cluster, kafka.Prefix, null);
        foreach (TopicDifference difference in TopicApplication.Apply(cluster, wanted))
        {
            if (difference.Kind == TopicDifferenceKind.Partitions)
            {
                throw VerbException.Failed(TopicComparison.Remedy(difference));
            }

            string what = difference.Kind == TopicDifferenceKind.Missing ? "created" : $"changed {difference.Setting} from {difference.Actual} to {difference.Wanted}";
            context.Error.Line($"sendflowr up: topic {difference.Topic}: {what}");
        }

        return wanted.Single(topic => topic.Name == TopicApplication.EventsOf(kafka.Prefix)).Partitions;
    }

    private static string InstanceName(KafkaSettings kafka) =>
        kafka.Instance ?? string.Concat(Environment.MachineName.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-'));

    private static void Announce(VerbContext context, string instance, string url)
    {
        context.Error.Line(string.Create(
            CultureInfo.InvariantCulture, $"sendflowr up: instance {instance} of group {context.Settings.Kafka.Group}, {context.Settings.Kafka.Workers} workers"));
        UpReport.Ready(context, url);
    }
}
