namespace SendFlowr.Streams.Kafka.Topics;

/// <summary>What a cluster says of itself. Immutable.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Brokers">Brokers that are there, <c>host:port</c>.</param>
/// <param name="DefaultReplication">How many copies the topics get that are created without a number; null when it does not say.</param>
public sealed record ClusterFacts(string Id, IReadOnlyList<string> Brokers, int? DefaultReplication);
