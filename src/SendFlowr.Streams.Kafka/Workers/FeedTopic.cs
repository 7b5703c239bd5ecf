using SendFlowr.Streams.Kafka.Wire;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>An existing topic that feeds a source of a topology without tables.</summary>
/// <param name="Topology">The topology.</param>
/// <param name="Source">Its feed source.</param>
/// <param name="Topic">The topic, read as it is.</param>
/// <param name="Start">Where a group without committed offsets begins.</param>
/// <param name="Key">Given to every record in place of its key: which feed it is of.</param>
/// <param name="Schemas">Where the schemas of its values are found, before a task sees them; null when they name none.</param>
public sealed record FeedTopic(string Topology, string Source, string Topic, FeedStart Start, ReadOnlyMemory<byte> Key, SchemaLookup? Schemas = null);
