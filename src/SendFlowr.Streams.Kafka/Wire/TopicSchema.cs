using SendFlowr.Avro.Catalog;

namespace SendFlowr.Streams.Kafka.Wire;

/// <summary>What a registry calls the schema of a topic's values. Immutable.</summary>
/// <param name="Topic">Name in the cluster.</param>
/// <param name="Schema">The schema that values are written with here, and wanted in.</param>
/// <param name="Id">The registry's id of it, which messages carry.</param>
/// <param name="IsOpen">Others write to the topic too: what cannot be read is handed on as it came, for its processor to refuse.</param>
public sealed record TopicSchema(string Topic, CatalogSchema Schema, int Id, bool IsOpen);
