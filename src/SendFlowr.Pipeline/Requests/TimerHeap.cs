using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Requests;

/// <summary>
/// Requests by the time at which something is due: a binary min-heap that is a cache of the pending rows. What became stale stays in it until it
/// comes up; the caller holds what comes up against the row.
/// </summary>
/// <remarks>32 bytes an entry; equal times come up in the order of their keys. Not thread-safe.</remarks>
internal sealed class TimerHeap
{
    private Entry[] _entries = new Entry[16];

    public int Count { get; private set; }

    public ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, Count);

    public void Add(in Entry entry)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * Count);
        }

        int at = Count++;
        while (at > 0 && entry.IsBefore(_entries[(at - 1) / 2]))
        {
            _entries[at] = _entries[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _entries[at] = entry;
    }

    public bool TryPeek(out Entry entry)
    {
        entry = Count > 0 ? _entries[0] : default;
        return Count > 0;
    }

    /// <summary>Takes the earliest out; there must be one.</summary>
    public void RemoveFirst()
    {
        Entry last = _entries[--Count];
        int at = 0;
        for (int child = 1; child < Count; child = (2 * at) + 1)
        {
            if (child + 1 < Count && _entries[child + 1].IsBefore(_entries[child]))
            {
                child++;
            }

            if (!_entries[child].IsBefore(last))
            {
                break;
            }

            _entries[at] = _entries[child];
            at = child;
        }

        _entries[at] = last;
    }

    /// <param name="DueMilliseconds">When it is due.</param>
    /// <param name="Key">Key of its pending row.</param>
    /// <param name="Lane">Number of its lane, as in the row.</param>
    public readonly record struct Entry(long DueMilliseconds, RowKey Key, ulong Lane)
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
