using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Requests;

/// <summary>
/// Requests by the time at which something is due: a binary min-heap that is a cache of the pending rows. What became stale stays in it until it
/// comes up; the caller holds what comes up against the row.
/// </summary>
/// <remarks>24 bytes an entry, in chunks, so that growing copies and wastes little; equal times come up in the order of their keys. Not thread-safe.</remarks>
internal sealed class TimerHeap
{
    private const int ChunkBits = 12;
    private const int ChunkEntries = 1 << ChunkBits;

    private readonly List<Entry[]> _chunks = [];

    public int Count { get; private set; }

    public void Add(in Entry entry)
    {
        if (Count == _chunks.Count * ChunkEntries)
        {
            _chunks.Add(new Entry[ChunkEntries]);
        }

        int at = Count++;
        while (at > 0 && entry.IsBefore(At((at - 1) / 2)))
        {
            At(at) = At((at - 1) / 2);
            at = (at - 1) / 2;
        }

        At(at) = entry;
    }

    public bool TryPeek(out Entry entry)
    {
        entry = Count > 0 ? At(0) : default;
        return Count > 0;
    }

    /// <summary>Takes the earliest out; there must be one.</summary>
    public void RemoveFirst()
    {
        Entry last = At(--Count);
        int at = 0;
        for (int child = 1; child < Count; child = (2 * at) + 1)
        {
            if (child + 1 < Count && At(child + 1).IsBefore(At(child)))
            {
                child++;
            }

            if (!At(child).IsBefore(last))
            {
                break;
            }

            At(at) = At(child);
            at = child;
        }

        At(at) = last;
        if (Count + (2 * ChunkEntries) <= _chunks.Count * ChunkEntries)
        {
            _chunks.RemoveAt(_chunks.Count - 1);
        }
    }

    private ref Entry At(int index) => ref _chunks[index >> ChunkBits][index & (ChunkEntries - 1)];

    /// <param name="DueMilliseconds">When it is due.</param>
    /// <param name="Key">Key of its pending row.</param>
    public readonly record struct Entry(long DueMilliseconds, RowKey Key)
    {
        public bool IsBefore(in Entry other)
        {
            if (DueMilliseconds != other.DueMilliseconds)
            {
                return DueMilliseconds < other.DueMilliseconds;
            }

            return Key.High != other.Key.High ? Key.High < other.Key.High : Key.Low < other.Key.Low;
        }
    }
}
