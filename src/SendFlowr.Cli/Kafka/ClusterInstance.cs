using System.Globalization;
using System.Net;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Instances;
using SendFlowr.Cli.Kafka.Peers;
using SendFlowr.Cli.Output;
using SendFlowr.Cli.Verbs.Up;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Kafka.Topics;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Cli.Kafka;

/// <summary><c>up</c> on a Kafka cluster: one instance of the deployment, sharing the tasks with the others, until it is stopped.</summary>
internal static class ClusterInstance
{
    private static readonly TimeSpan LearningGlance = TimeSpan.FromSeconds(10);

    /// <param name="context">The verb.</param>
    /// <param name="listen">Where HTTP is answered.</param>
    /// <param name="role">What it does.</param>
    /// <param name="standbys">On how many other instances each task has a standby; null: as configured.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="VerbException">The configuration or the cluster does not allow it.</exception>
    public static async Task<int> RunAsync(VerbContext context, IPEndPoint listen, ClusterRole role, int? standbys, CancellationToken cancellation)
    {
        KafkaSettings kafka = context.Settings.Kafka;
        string instance = InstanceName(kafka);
        using ClusterSchemas schemas = await ClusterSchemas.OpenAsync(context, cancellation);
        using KafkaCluster cluster = ClusterOpening.Open(context, schemas.Framing);
        IReadOnlyList<TopicSpec> topics = PrepareTopics(context, cluster);
        Claim(context, cluster, topics);
        await using PeerServer peers = await PeerServer.StartAsync(kafka.PeersListen, new PeerToken(context.Settings.IdentityKey!), cancellation);
        int workers = role == ClusterRole.Serve ? 0 : kafka.Workers;
        ClusterSeat seat = new(instance, workers, kafka.PeersUrl ?? peers.Address, standbys ?? kafka.Standby);
        await using ClusterParts parts = ClusterParts.Start(context, cluster, schemas, topics, seat);
        peers.Serve(new LocalRows(parts.Engine));
        await using IRunningServer server = role == ClusterRole.Pipeline
            ? await HealthServer.StartAsync(parts.Engine, listen, cancellation)
            : await InstanceServer.StartAsync(parts.Pipeline, listen, static _ => { }, cancellation);
        Announce(context, instance, workers, server.Url);
        KafkaLearning learning = new(cluster, parts.Engine, kafka.Group, kafka.Prefix, context.Clock);
        while (!cancellation.IsCancellationRequested && !parts.Engine.Completion.IsCompleted)
        {
            Learn(context, learning);
            await Task.WhenAny(parts.Engine.Completion, Task.Delay(LearningGlance, context.Clock, cancellation));
        }

        await server.DisposeAsync();
        await parts.DisposeAsync();
        await UpReport.RequireGoodEndAsync(parts.Engine.Completion, "the instance");
        cancellation.ThrowIfCancellationRequested();
        return ExitCode.Interrupted;
    }

    /// <summary>The name of this instance in the deployment.</summary>
    public static string InstanceName(KafkaSettings kafka) =>
        kafka.Instance ?? string.Concat(Environment.MachineName.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-'));

    /// <summary>Nobody finds the people that others stored under another key.</summary>
    public static void Claim(VerbContext context, KafkaCluster cluster, IReadOnlyList<TopicSpec> topics)
    {
        KafkaSettings kafka = context.Settings.Kafka;
        int partitions = topics.Single(topic => topic.Name == TopicApplication.EventsOf(kafka.Prefix)).Partitions;
        try
        {
            cluster.ClaimDeployment(kafka.Group, kafka.Prefix, new DeploymentClaim(IdentityKey.FingerprintOf(context.Settings.IdentityKey!), partitions), context.Clock);
        }
        catch (DeploymentMismatchException exception)
        {
            throw VerbException.Usage(exception.Message, exception);
        }
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

    /// <summary>Creates what is missing. Returns the topics of the deployment.</summary>
    private static IReadOnlyList<TopicSpec> PrepareTopics(VerbContext context, KafkaCluster cluster)
    {
        IReadOnlyList<TopicSpec> wanted = TopicApplication.Wanted(cluster, context.Settings.Kafka.Prefix, null);
        foreach (TopicDifference difference in TopicApplication.Apply(cluster, wanted))
        {
            if (difference.Kind == TopicDifferenceKind.Partitions)
            {
                throw VerbException.Failed(TopicComparison.Remedy(difference));
            }

            string what = difference.Kind == TopicDifferenceKind.Missing ? "created" : $"changed {difference.Setting} from {difference.Actual} to {difference.Wanted}";
            context.Error.Line($"sendflowr up: topic {difference.Topic}: {what}");
        }

        return wanted;
    }

    private static void Announce(VerbContext context, string instance, int workers, string url)
    {
        context.Error.Line(string.Create(
            CultureInfo.InvariantCulture, $"sendflowr up: instance {instance} of group {context.Settings.Kafka.Group}, {workers} workers"));
        if (workers > 0 && context.Settings.Kafka.Guarantee == DeliveryGuarantee.AtLeastOnce)
        {
            context.Error.Line(
                $"sendflowr up: kafka.guarantee is {KafkaKeys.AtLeastOnce}: after a crash triggers and other records may leave twice. "
                + $"Set {KafkaKeys.ExactlyOnce} for anything but a comparison.");
        }

        UpReport.Ready(context, url);
    }
}
