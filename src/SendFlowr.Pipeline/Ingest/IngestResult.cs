namespace SendFlowr.Pipeline.Ingest;

/// <summary>What became of the documents of one or more files.</summary>
/// <param name="Read">Documents read: lines, CSV records, JSON documents.</param>
/// <param name="Accepted">Events that changed a person's state.</param>
/// <param name="Duplicate">Events that were in the person's state already, or are older than a full ring.</param>
/// <param name="DeadLetters">Documents, or events of one, that could not be used.</param>
public readonly record struct IngestResult(long Read, long Accepted, long Duplicate, long DeadLetters);
