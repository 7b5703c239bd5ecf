using SendFlowr.Streams.Buffers;

namespace SendFlowr.Streams.Records;

/// <summary>Records in the making, for <c>FeedRecords</c> and <c>Append</c>. Reuse one: after <see cref="Clear"/> it keeps its memory.</summary>
/// <remarks>
/// Not safe for use by several threads. Keys and values are limited by <see cref="Topologies.RecordLimits"/>, a batch to 1 GiB.
/// </remarks>
public sealed class RecordBatch
{
    /// <summary>Each record: its offset (8 bytes), then as <see cref="RecordCodec"/> writes it.</summary>
    internal GrowableBytes Encoded { get; } = new();

    public int Count { get; private set; }

    /// <summary>Bytes of keys and values, and a little for each record.</summary>
    public long Bytes => Encoded.Length;

    /// <summary>
    /// Adds a record; key and value are copied. <paramref name="offset"/> counts for feeds only: a number 0 or greater of the caller's own,
    /// such as the line in a file, that the engine remembers with what it committed (see <see cref="Embedded.EmbeddedEngine.InputPosition"/>).
    /// </summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMilliseconds, long offset = 0) =>
        Add(key, value, isTombstone: false, timestampMilliseconds, offset);

    /// <summary>Adds a record that says "this key is gone".</summary>
    public void AddTombstone(ReadOnlySpan<byte> key, long timestampMilliseconds, long offset = 0) =>
        Add(key, default, isTombstone: true, timestampMilliseconds, offset);

    public void Clear()
    {
        Encoded.Clear();
        Count = 0;
    }

    private void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestamp, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        Topologies.RecordLimits.Check(key.Length, value.Length);
        Encoded.WriteInt64(offset);
        RecordCodec.Write(Encoded, key, value, isTombstone, timestamp);
        Count++;
    }
}
