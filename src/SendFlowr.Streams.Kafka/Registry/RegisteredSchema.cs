namespace SendFlowr.Streams.Kafka.Registry;

/// <summary>A schema as a registry has it. Immutable.</summary>
/// <param name="Subject">Under which name.</param>
/// <param name="Version">1, 2, … within the subject.</param>
/// <param name="Id">Its number in the whole registry, which messages carry.</param>
/// <param name="Text">The schema.</param>
public sealed record RegisteredSchema(string Subject, int Version, int Id, string Text);
