namespace SendFlowr.Streams.Records;

/// <summary>Whether a record is wanted; the others are passed over without a copy.</summary>
/// <param name="key">The key, maybe empty. Valid during the call.</param>
/// <param name="value">The value, empty for a tombstone. Valid during the call.</param>
public delegate bool RecordFilter(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
