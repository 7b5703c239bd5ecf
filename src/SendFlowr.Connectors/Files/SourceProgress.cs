namespace SendFlowr.Connectors.Files;

/// <summary>How far a file has been read, in bytes as they lie on the disk (compressed, for .gz).</summary>
public readonly record struct SourceProgress(long BytesRead, long BytesTotal);
