namespace SendFlowr.Model.Rings;

/// <summary>What a person did: the newest 256 keys, each with its least minute. With the delivery ring the only timing state of a person.</summary>
/// <remarks>
/// Works on the stored row itself: <c>count</c> entries of six bytes (<see cref="RingEntry"/>), ascending by place, ties by base class and
/// hash. The row is a pure function of the set of events, so arrival order and repetition change nothing, and the ring of two people
/// is the union of their rings. The caller owns the bytes; not thread-safe on the same row.
/// </remarks>
public static class EvidenceRing
{
    public const int Capacity = 256;
    public const int CapacityBytes = Capacity * RingEntry.SizeBytes;

    /// <summary>Puts an entry in its place.</summary>
    /// <param name="ring">The row, with room for one more entry unless full.</param>
    /// <param name="count">Entries in the row, 0 … 256; one more after an insertion into a ring that is not full.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>False when nothing changed: the key was there with no later minute, or stands before a full ring's oldest.</returns>
    /// <exception cref="ArgumentException">The row is too short.</exception>
    public static bool Add(Span<byte> ring, ref int count, RingEntry entry) => SortedRing<RingEntry, ulong>.Add(ring, ref count, Capacity, entry);

    /// <summary>Whether the key of an entry is in the row.</summary>
    public static bool Contains(RingView ring, RingEntry entry) => SortedRing<RingEntry, ulong>.Contains(ring.Bytes, ring.Count, entry);

    /// <summary>Gives the entry of the same key the class of the given one: a verdict, or its reversal. The minute stays.</summary>
    /// <returns>False when the key is not there or has that class already.</returns>
    public static bool Reclassify(Span<byte> ring, int count, RingEntry entry)
    {
        int index = SortedRing<RingEntry, ulong>.LowerBound(ring, count, entry.Key);
        RingEntry stored = index < count ? SortedRing<RingEntry, ulong>.At(ring, index) : default;
        if (stored.Key != entry.Key || stored.Class == entry.Class)
        {
            return false;
        }

        new RingEntry(stored.Minute, entry.Class, stored.Hash).Write(ring[(index * RingEntry.SizeBytes)..]);
        return true;
    }

    /// <summary>The ring of all events of two rings, written to a third row; returns its count.</summary>
    /// <param name="left">One ring.</param>
    /// <param name="right">The other.</param>
    /// <param name="into">A row of <see cref="CapacityBytes"/> that overlaps neither.</param>
    public static int Union(RingView left, RingView right, Span<byte> into) => SortedRing<RingEntry, ulong>.Union(left.Bytes, right.Bytes, Capacity, into);
}
