namespace SendFlowr.Streams.Kafka.Registry;

/// <summary>What a registry says of a schema that is to follow a subject's newest one. Immutable.</summary>
/// <param name="IsCompatible">Whether it would take it.</param>
/// <param name="Messages">Why not, in its own words; may be empty.</param>
public sealed record CompatibilityVerdict(bool IsCompatible, IReadOnlyList<string> Messages);
