#pragma warning disable CA1822, CA1065

namespace SendFlowr.Streams.Embedded;

/// <summary>Records in the making, for <c>FeedRecords</c> and <c>Append</c>. Reuse one: after <see cref="Clear"/> it keeps its memory.</summary>
/// <remarks>Not safe for use by several threads.</remarks>
public sealed class RecordBatch
{
    public int Count => throw new InvalidOperationException();

    /// <summary>Bytes of keys and values, and a little for each record.</summary>
    public long Bytes => throw new InvalidOperationException();

    /// <summary>Adds a record; key and value are copied. <paramref name="offset"/> counts for feeds only.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMilliseconds, long offset = 0) =>
        throw new InvalidOperationException();

    /// <summary>Adds a record that says "this key is gone".</summary>
    public void AddTombstone(ReadOnlySpan<byte> key, long timestampMilliseconds, long offset = 0) => throw new InvalidOperationException();

    public void Clear() => throw new InvalidOperationException();
}
