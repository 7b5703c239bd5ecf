namespace SendFlowr.Pipeline.Normalize;

/// <summary>Takes documents of one source into the pipeline. Any thread.</summary>
public interface IDocumentIntake
{
    /// <summary>Takes documents, bad ones as dead letters, and says what became of the good ones.</summary>
    /// <param name="documents">Each with its number in the source.</param>
    /// <param name="good">How many of them are events.</param>
    /// <param name="isLast">Returns when they are durable and the next read sees them; otherwise more follow at once.</param>
    /// <param name="cancellation">Gives up waiting; what has begun is finished all the same.</param>
    Task<DocumentsTaken> TakeAsync(IReadOnlyList<(int Line, ReadOnlyMemory<byte> Document)> documents, int good, bool isLast, CancellationToken cancellation);
}

/// <summary>What became of documents that are events.</summary>
/// <param name="Accepted">Those that were taken and are not known to be duplicates.</param>
/// <param name="Duplicate">Those that were in the person's state already, or are older than a full ring; 0 where that is found out only later.</param>
public readonly record struct DocumentsTaken(long Accepted, long Duplicate);
