using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Names of topics in a cluster: a deployment has a prefix of its own, so that several share a cluster. Thread-safe.</summary>
public sealed class TopicNaming(string prefix)
{
    /// <summary>What names begin with in the topologies.</summary>
    public const string Prefix = "sendflowr.";

    /// <summary>The name in the cluster of a topic that a topology names.</summary>
    /// <param name="topic">As the topology says it.</param>
    public string NameOf(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.StartsWith(Prefix, StringComparison.Ordinal) ? prefix + topic[Prefix.Length..] : topic;
    }

    /// <summary>The topic that keeps the committed state of a topology's tasks.</summary>
    /// <param name="topology">The topology.</param>
    public string ChangelogOf(Topology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return $"{prefix}{topology.Name}.changelog";
    }
}
