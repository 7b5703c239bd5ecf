using SendFlowr.Cli.Frame;
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
    /// <param name="cluster">Where.</param>
    /// <param name="wanted">The topics.</param>
    /// <param name="mayAddOutputs">Whether a deployment that has begun may get a topic that none of its tasks reads, such as one that a newer version writes.</param>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    /// <exception cref="VerbException">A topic is missing that the deployment had.</exception>
    public static IReadOnlyList<TopicDifference> Apply(KafkaCluster cluster, IReadOnlyList<TopicSpec> wanted, bool mayAddOutputs = false)
    {
        IReadOnlyDictionary<string, TopicFacts> actual = cluster.Describe([.. wanted.Select(topic => topic.Name)]);
        IReadOnlyList<TopicDifference> before = TopicComparison.Compare(wanted, actual);
        HashSet<string> missing = [.. before.Where(difference => difference.Kind == TopicDifferenceKind.Missing).Select(difference => difference.Topic)];
        TopicSpec[] toCreate = [.. wanted.Where(topic => missing.Contains(topic.Name))];
        RequireNew(cluster, toCreate, actual, mayAddOutputs);
        if (before.Any(difference => difference.Kind == TopicDifferenceKind.Partitions))
        {
            return [.. before.Where(difference => difference.Kind == TopicDifferenceKind.Partitions)];
        }

        cluster.Create(toCreate);
        foreach (IGrouping<string, TopicDifference> topic in before.Where(difference => difference.Kind == TopicDifferenceKind.Setting).GroupBy(it => it.Topic))
        {
            cluster.Configure(topic.Key, topic.ToDictionary(difference => difference.Setting!, difference => difference.Wanted!));
        }

        return before;
    }

    /// <summary>
    /// A topic that is missing of a deployment that has begun was deleted. Made anew and empty, its offsets would begin again under positions that
    /// stand for the old ones, and a changelog would count again what its inputs still hold.
    /// </summary>
    private static void RequireNew(KafkaCluster cluster, TopicSpec[] missing, IReadOnlyDictionary<string, TopicFacts> actual, bool mayAddOutputs)
    {
        if (missing.Length == 0 || actual.Count == 0 || cluster.FirstWritten(actual) is not { } written)
        {
            return;
        }

        IReadOnlyList<TopicSpec> gone = cluster.FindMissing(missing);
        if (gone.FirstOrDefault(topic => topic.IsRead) is { } read)
        {
            throw VerbException.Failed(
                $"'{read.Name}' does not exist, though the deployment has begun: '{written}' holds records. It must have been deleted, and an empty one in its "
                + "place would not fit what the tables hold. Choose a new kafka.prefix, run `sendflowr topics apply`, and feed it again from the source topics.");
        }

        if (gone.Count > 0 && !mayAddOutputs)
        {
            throw VerbException.Failed(
                $"'{gone[0].Name}' does not exist, though the deployment has begun: '{written}' holds records. If it is new in this version, or its "
                + "records are not missed, run `sendflowr topics apply`.");
        }
    }
}
