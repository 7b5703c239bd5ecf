using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Records;

namespace SendFlowr.Streams.Embedded;

/// <summary>Records handed in for one feed source of one task and not yet committed.</summary>
internal sealed class FeedBuffer
{
    /// <summary>Most bytes that may wait.</summary>
    public const int MaxBytes = 256 << 20;

    private readonly GrowableBytes _bytes = new();
    private int _committed;
    private int _next;

    public bool HasWaiting => _committed < _bytes.Length;

    /// <summary>The running step has taken all of it.</summary>
    public bool IsUsedUp => _next == _bytes.Length;

    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    public void Add(RecordBatch batch)
    {
        if (_committed > 0)
        {
            _bytes.RemoveFirst(_committed);
            _committed = 0;
        }

        if (_bytes.Length + batch.Bytes > MaxBytes)
        {
            throw new InvalidOperationException(
                $"{_bytes.Length} bytes of fed records wait and {batch.Bytes} more were handed in; the limit is {MaxBytes}. "
                + "Call Step before feeding more, or feed smaller batches.");
        }

        _bytes.Write(batch.Encoded.Span);
    }

    /// <summary>Where the running step goes on reading.</summary>
    public int Begin() => _next = _committed;

    public void Consumed(int next) => _next = next;

    public void Commit()
    {
        _committed = _next;
        if (_committed == _bytes.Length)
        {
            Clear();
        }
    }

    public void Clear()
    {
        _bytes.Clear();
        _committed = 0;
        _next = 0;
    }
}
