using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Topics;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Cli.Kafka;

/// <summary>Brings the topics of a cluster to what is wanted, as far as that harms nothing.</summary>
internal static class TopicApplication
{
    /// <summary>The topics that a deployment should have: one that is there keeps the partitions of its events topic, whatever the files say.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="prefix">What names begin with.</param>
    /// <param name="partitions">What the user asked for; null: those that are there, else those of the files.</param>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public static IReadOnlyList<TopicSpec> Wanted(KafkaCluster cluster, string prefix, int? partitions)
    {
        string events = EventsOf(prefix);
        return DeploymentTopics.All(prefix, partitions ?? cluster.Describe([events]).GetValueOrDefault(events)?.Partitions);
    }

    /// <summary>The events topic of a deployment.</summary>
    public static string EventsOf(string prefix) => new TopicNaming(prefix).NameOf(TopicNames.Events);

    /// <summary>Creates what is missing and sets what differs. Returns how they differed before; partitions that differ stay.</summary>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public static IReadOnlyList<TopicDifference> Apply(KafkaCluster cluster, IReadOnlyList<TopicSpec> wanted)
    {
        IReadOnlyList<TopicDifference> before = TopicComparison.Compare(wanted, cluster.Describe([.. wanted.Select(topic => topic.Name)]));
        if (before.Any(difference => difference.Kind == TopicDifferenceKind.Partitions))
        {
            return [.. before.Where(difference => difference.Kind == TopicDifferenceKind.Partitions)];
        }

        HashSet<string> missing = [.. before.Where(difference => difference.Kind == TopicDifferenceKind.Missing).Select(difference => difference.Topic)];
        cluster.Create([.. wanted.Where(topic => missing.Contains(topic.Name))]);
        foreach (IGrouping<string, TopicDifference> topic in before.Where(difference => difference.Kind == TopicDifferenceKind.Setting).GroupBy(it => it.Topic))
        {
            cluster.Configure(topic.Key, topic.ToDictionary(difference => difference.Setting!, difference => difference.Wanted!));
        }

        return before;
    }
}
