namespace SendFlowr.Streams.Kafka.Topics;

/// <summary>A topic as a deployment wants it. Immutable.</summary>
/// <param name="Name">Name in the cluster.</param>
/// <param name="Partitions">Number of partitions, 1 or more.</param>
/// <param name="Config">Settings of the topic that are said; the broker's defaults hold for the rest.</param>
public sealed record TopicSpec(string Name, int Partitions, IReadOnlyDictionary<string, string> Config)
{
    /// <summary>Tasks read it, so that positions rest on it. Default false.</summary>
    public bool IsRead { get; init; }
}

/// <summary>A topic as a cluster has it. Immutable.</summary>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="Config">All settings, those that are the broker's defaults too.</param>
public sealed record TopicFacts(int Partitions, IReadOnlyDictionary<string, string> Config);
