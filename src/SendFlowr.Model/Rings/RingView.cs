namespace SendFlowr.Model.Rings;

/// <summary>A stored ring, read in place: entries by ascending place, ties by base class and hash.</summary>
/// <remarks>Valid as long as the bytes behind it are unchanged.</remarks>
public readonly ref struct RingView
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <exception cref="ArgumentException">The row is shorter than its entries.</exception>
    public RingView(ReadOnlySpan<byte> ring, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (ring.Length < count * RingEntry.SizeBytes)
        {
            throw new ArgumentException($"{count} ring entries need {count * RingEntry.SizeBytes} bytes; the row has {ring.Length}.", nameof(ring));
        }

        _bytes = ring[..(count * RingEntry.SizeBytes)];
        Count = count;
    }

    public int Count { get; }

    /// <summary>The stored form: <see cref="Count"/> entries of six bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public RingEntry this[int index] => RingEntry.Read(_bytes.Slice(index * RingEntry.SizeBytes, RingEntry.SizeBytes));

    /// <summary>The first index whose place is not before the minute; all entries from there on have their minute at or after it.</summary>
    /// <param name="minute">A UTC midnight, or any minute at which no key's day or half hour is cut in two.</param>
    public int IndexOfPlace(long minute) =>
        minute <= 0 ? 0
        : minute > RingEntry.MaxMinute ? Count
        : SortedRing<RingEntry, ulong>.LowerBound(_bytes, Count, (ulong)minute << 21);
}
