namespace SendFlowr.Model.Rings;

/// <summary>What was sent and delivered to a person: the newest 128 keys, for exposure and delivery recency.</summary>
/// <remarks>The same row and the same laws as <see cref="EvidenceRing"/>. The caller owns the bytes; not thread-safe on the same row.</remarks>
public static class DeliveryRing
{
    public const int Capacity = 128;
    public const int CapacityBytes = Capacity * RingEntry.SizeBytes;

    /// <inheritdoc cref="EvidenceRing.Add"/>
    public static bool Add(Span<byte> ring, ref int count, RingEntry entry) => SortedRing<RingEntry, ulong>.Add(ring, ref count, Capacity, entry);

    /// <inheritdoc cref="EvidenceRing.Contains"/>
    public static bool Contains(RingView ring, RingEntry entry) => SortedRing<RingEntry, ulong>.Contains(ring.Bytes, ring.Count, entry);

    /// <inheritdoc cref="EvidenceRing.Union"/>
    public static int Union(RingView left, RingView right, Span<byte> into) => SortedRing<RingEntry, ulong>.Union(left.Bytes, right.Bytes, Capacity, into);
}
