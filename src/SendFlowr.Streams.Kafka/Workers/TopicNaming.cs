using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Names of topics in a cluster: a deployment has a prefix of its own, so that several share a cluster. Thread-safe.</summary>
internal sealed class TopicNaming(string prefix)
{
    /// <summary>What names begin with in the topologies.</summary>
    public const string Prefix = "sendflowr.";

    /// <summary>The name in the cluster of a topic that a topology names.</summary>
    public string NameOf(string topic) => topic.StartsWith(Prefix, StringComparison.Ordinal) ? prefix + topic[Prefix.Length..] : topic;

    /// <summary>The topic that keeps the committed state of a topology's tasks.</summary>
    public string ChangelogOf(Topology topology) => $"{prefix}{topology.Name}.changelog";
}
