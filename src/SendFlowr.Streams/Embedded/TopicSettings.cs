namespace SendFlowr.Streams.Embedded;

/// <summary>A topic of a data directory.</summary>
/// <param name="Name">Name of the topic, as sources and sinks give it.</param>
/// <param name="Partitions">Number of partitions, 1 to 4096; fixed once the data directory exists.</param>
/// <param name="Retention">
/// How long records are kept at least after they were appended (by the time of the step that appended them); null keeps them for ever.
/// Records that a task has still to read are kept in any case.
/// </param>
public sealed record TopicSettings(string Name, int Partitions, TimeSpan? Retention = null);
