using System.Globalization;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Pipelines;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Topics;

namespace SendFlowr.Cli.Kafka;

/// <summary>A deployment for the time of one verb: an instance without tasks, which asks those that have some.</summary>
internal static class ClusterLease
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MostOpening = TimeSpan.FromSeconds(60);

    /// <exception cref="VerbException">There is no such deployment, or the configuration does not fit it.</exception>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public static PipelineLease Open(VerbContext context)
    {
        ClusterSchemas schemas = ClusterSchemas.OpenAsync(context, CancellationToken.None).GetAwaiter().GetResult();
        KafkaCluster? cluster = null;
        try
        {
            KafkaCluster opened = cluster = ClusterOpening.Open(context, schemas.Framing);
            IReadOnlyList<TopicSpec> topics = TopicApplication.Wanted(cluster, context.Settings.Kafka.Prefix, null);
            RequireTopics(cluster, topics);
            ClusterInstance.Claim(context, cluster, topics);
            ClusterParts parts = ClusterParts.Start(context, cluster, schemas, topics, new ClusterSeat(NameOfVerb(context), Workers: 0, Url: null, Standbys: 0));
            WaitUntilRead(context, parts.Engine);
            return new PipelineLease(parts.Pipeline, isShared: false, () =>
            {
                parts.DisposeAsync().AsTask().GetAwaiter().GetResult();
                opened.Dispose();
                schemas.Dispose();
            });
        }
        catch
        {
            cluster?.Dispose();
            schemas.Dispose();
            throw;
        }
    }

    private static string NameOfVerb(VerbContext context) => string.Create(
        CultureInfo.InvariantCulture, $"{ClusterInstance.InstanceName(context.Settings.Kafka)}-verb-{Environment.ProcessId}");

    private static void RequireTopics(KafkaCluster cluster, IReadOnlyList<TopicSpec> topics)
    {
        IReadOnlyDictionary<string, TopicFacts> there = cluster.Describe([.. topics.Select(topic => topic.Name)]);
        if (topics.FirstOrDefault(topic => !there.ContainsKey(topic.Name)) is { } missing)
        {
            throw VerbException.Failed($"there is no topic {missing.Name}: start an instance first, sendflowr up, or make the topics, sendflowr topics apply.");
        }
    }

    private static void WaitUntilRead(VerbContext context, KafkaEngine engine)
    {
        long start = context.Clock.GetTimestamp();
        while (!engine.IsServing || !engine.Owners.IsRead)
        {
            if (context.Clock.GetElapsedTime(start) > MostOpening)
            {
                string trouble = engine.Troubles is [{ } first, ..] ? first : "reading them takes too long";
                throw VerbException.Unreachable($"the lanes and priors of the deployment could not be read: {trouble}");
            }

            Task.Delay(LookEvery, context.Clock).GetAwaiter().GetResult();
        }
    }
}
