namespace SendFlowr.Pipeline.Topics;

/// <summary>One topic as its file in <c>topics/</c> describes it. Immutable.</summary>
/// <param name="Name">Full name with the default prefix.</param>
/// <param name="Schema">Name of the value's schema in <c>schemas/</c>; <see cref="Rows"/> for a changelog.</param>
/// <param name="Partitions">Default number of partitions, 1 or more; fixed once a deployment exists.</param>
/// <param name="Retention">How long records are kept at least.</param>
/// <param name="Cleanup">Kafka's <c>cleanup.policy</c>: delete, compact or compact,delete.</param>
/// <param name="KeptFrom">
/// What retention counts from: <c>create</c>, the record's own time, or <c>append</c>, when it came into the topic. Records that tell of the past
/// need the second: by their own time they would be deleted before anybody has read them.
/// </param>
public sealed record TopicFile(string Name, string Schema, int Partitions, TimeSpan Retention, string Cleanup, string KeptFrom)
{
    /// <summary>In place of a schema: rows of tables, in a form of the driver's own.</summary>
    public const string Rows = "rows";
}
