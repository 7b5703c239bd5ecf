using System.Buffers.Binary;
using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Puts the redo of a changelog together as it is read, and knows whether what it says was written after it. One thread at a time.</summary>
internal sealed class RedoReader
{
    private readonly GrowableBytes _bytes = new();
    private long _commit;
    private int _count;
    private int _next;
    private int _chunks;

    /// <summary>Changes that a commit was about to write and may not have written all of; empty when there are none.</summary>
    public ReadOnlySpan<byte> Pending => _count > 0 && _next == _count ? _bytes.Span : default;

    /// <summary>Chunks that the changelog has and that mean nothing any more once <see cref="Pending"/> is written.</summary>
    public int Chunks => _chunks;

    /// <summary>The task's next commit has to write what is pending, and to delete the chunks.</summary>
    public bool MustWrite => _chunks > 0;

    /// <summary>Takes a chunk. True when it was the last one of its commit.</summary>
    /// <param name="chunk">Its number.</param>
    /// <param name="record">The record.</param>
    public bool Take(int chunk, in ConsumedRecord record)
    {
        if (record.IsTombstone)
        {
            if (chunk == 0)
            {
                Clear();
            }

            return false;
        }

        _chunks = Math.Max(_chunks, chunk + 1);
        long commit = BinaryPrimitives.ReadInt64LittleEndian(record.Value);
        int count = BinaryPrimitives.ReadInt32LittleEndian(record.Value[sizeof(long)..]);
        if (chunk == 0)
        {
            (_commit, _count, _next) = (commit, count, 0);
            _bytes.Clear();
        }

        // Compaction may have left later chunks of a commit whose first is gone.
        if (chunk != _next || commit != _commit || count != _count)
        {
            return false;
        }

        _bytes.Write(record.Value[RedoCodec.HeaderBytes..]);
        return ++_next == _count;
    }

    /// <summary>The positions of a commit have come, the last of what it writes.</summary>
    public void Finish() => _count = 0;

    /// <summary>There is none any more.</summary>
    public void Clear()
    {
        (_count, _next, _chunks) = (0, 0, 0);
        _bytes.Clear();
    }
}
