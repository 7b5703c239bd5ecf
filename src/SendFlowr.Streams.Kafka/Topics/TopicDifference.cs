namespace SendFlowr.Streams.Kafka.Topics;

/// <summary>How a topic of the cluster differs from what is wanted.</summary>
public enum TopicDifferenceKind
{
    /// <summary>It is not there, and can be created.</summary>
    Missing,

    /// <summary>A setting is another one, and can be changed.</summary>
    Setting,

    /// <summary>It has another number of partitions, which cannot be changed without tearing keys from their tables.</summary>
    Partitions,
}

/// <summary>One difference. Immutable.</summary>
/// <param name="Topic">Name in the cluster.</param>
/// <param name="Kind">What differs.</param>
/// <param name="Setting">The setting, or <c>partitions</c>; null for a topic that is missing.</param>
/// <param name="Wanted">What it should be.</param>
/// <param name="Actual">What it is; null for a topic that is missing.</param>
public sealed record TopicDifference(string Topic, TopicDifferenceKind Kind, string? Setting, string? Wanted, string? Actual);
