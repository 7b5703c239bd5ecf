namespace SendFlowr.Streams.Records;

/// <summary>A committed record read back from the log. The bytes belong to the caller.</summary>
/// <param name="Offset">Position in the partition.</param>
/// <param name="TimestampMilliseconds">The time its sender gave it.</param>
/// <param name="Key">The key, maybe empty.</param>
/// <param name="Value">The value; null for a tombstone.</param>
/// <param name="LogPosition">Position of the transaction's frame in the log.</param>
public sealed record TopicRecord(long Offset, long TimestampMilliseconds, byte[] Key, byte[]? Value, long LogPosition);
