namespace SendFlowr.Streams.Topologies;

/// <summary>How the tasks of a topology share a source.</summary>
public enum SourceKind
{
    /// <summary>Task <c>p</c> reads partition <c>p</c> of the topic.</summary>
    Partitioned,

    /// <summary>Every task reads partition 0 of the topic, which has one partition only.</summary>
    Broadcast,

    /// <summary>
    /// Records are handed in by the process (a file being ingested, an HTTP body) and kept in no topic.
    /// Whoever hands them in keeps them until the step that processed them is committed and synced.
    /// </summary>
    Feed,
}
