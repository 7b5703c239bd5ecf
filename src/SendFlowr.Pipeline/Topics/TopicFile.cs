namespace SendFlowr.Pipeline.Topics;

/// <summary>One topic as its file in <c>topics/</c> describes it. Immutable.</summary>
/// <param name="Name">Full name with the default prefix.</param>
/// <param name="Schema">Name of the value's schema in <c>schemas/</c>.</param>
/// <param name="Partitions">Default number of partitions, 1 or more; fixed once a deployment exists.</param>
/// <param name="Retention">How long records are kept at least.</param>
/// <param name="Compacted">Only the newest record of a key is of interest.</param>
public sealed record TopicFile(string Name, string Schema, int Partitions, TimeSpan Retention, bool Compacted);
