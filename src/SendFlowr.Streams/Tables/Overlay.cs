using System.Numerics;

namespace SendFlowr.Streams.Tables;

/// <summary>One row written or deleted by the running transaction.</summary>
internal struct OverlayEntry
{
    public RowKey Key;
    public ulong Hash;

    /// <summary>Start of the row in the arena.</summary>
    public int Offset;

    /// <summary>Length of the row; −1 when it is deleted.</summary>
    public int Length;

    /// <summary>Bytes the arena has at the offset.</summary>
    public int Capacity;

    /// <summary>Whether the committed table has a row of this key.</summary>
    public bool IsCommitted;

    /// <summary>Place in the index, for clearing.</summary>
    public int Bucket;
}

/// <summary>The changed rows of one transaction by key, in the order of their first change.</summary>
internal sealed class Overlay
{
    private const int FirstBuckets = 16;
    private const int KeptEntries = 1 << 16;

    private OverlayEntry[] _entries = new OverlayEntry[FirstBuckets / 2];
    private int[] _buckets = new int[FirstBuckets];
    private int[]? _newRowsInOrder;

    public int Count { get; private set; }

    public ref OverlayEntry this[int index] => ref _entries[index];

    /// <summary>Index of the entry, −1 when the transaction has not touched the key.</summary>
    public int Find(ulong hash, RowKey key)
    {
        if (Count == 0)
        {
            return -1;
        }

        int mask = _buckets.Length - 1;
        for (int bucket = unchecked((int)hash) & mask; ; bucket = (bucket + 1) & mask)
        {
            int index = _buckets[bucket] - 1;
            if (index < 0 || (_entries[index].Hash == hash && _entries[index].Key == key))
            {
                return index;
            }
        }
    }

    /// <summary>Adds an entry for a key that has none.</summary>
    public ref OverlayEntry Add(ulong hash, RowKey key, bool isCommitted)
    {
        if (Count == _entries.Length)
        {
            Grow();
        }

        _newRowsInOrder = null;
        int index = Count++;
        _entries[index] = new OverlayEntry { Key = key, Hash = hash, Length = -1, IsCommitted = isCommitted };
        Link(index);
        return ref _entries[index];
    }

    /// <summary>Empties it. Memory that one large transaction left behind and that this one did not need is given back.</summary>
    public void Clear()
    {
        if (_entries.Length > KeptEntries && Count < _entries.Length / 8)
        {
            _entries = new OverlayEntry[FirstBuckets / 2];
            _buckets = new int[FirstBuckets];
        }
        else if (Count > _buckets.Length / 16)
        {
            Array.Clear(_buckets);
        }
        else
        {
            for (int index = 0; index < Count; index++)
            {
                _buckets[_entries[index].Bucket] = 0;
            }
        }

        Count = 0;
        _newRowsInOrder = null;
    }

    /// <summary>Entries of keys that the committed table lacks, in the order of a scan; kept until another key is added.</summary>
    public int[] NewRowsInOrder()
    {
        if (_newRowsInOrder is null)
        {
            var rows = new List<int>();
            for (int index = 0; index < Count; index++)
            {
                if (!_entries[index].IsCommitted)
                {
                    rows.Add(index);
                }
            }

            rows.Sort((left, right) => _entries[left].Hash.CompareTo(_entries[right].Hash));
            _newRowsInOrder = [.. rows];
        }

        return _newRowsInOrder;
    }

    /// <summary>Place in <see cref="NewRowsInOrder"/> of the first entry at or after a hash.</summary>
    public int FirstNewAtOrAfter(ulong hash)
    {
        int[] rows = NewRowsInOrder();
        int low = 0;
        int high = rows.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_entries[rows[middle]].Hash < hash)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void Link(int index)
    {
        int mask = _buckets.Length - 1;
        int bucket = unchecked((int)_entries[index].Hash) & mask;
        while (_buckets[bucket] != 0)
        {
            bucket = (bucket + 1) & mask;
        }

        _buckets[bucket] = index + 1;
        _entries[index].Bucket = bucket;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, _entries.Length * 2);
        _buckets = new int[(int)BitOperations.RoundUpToPowerOf2((uint)_entries.Length) * 2];
        for (int index = 0; index < Count; index++)
        {
            Link(index);
        }
    }
}
