namespace SendFlowr.Model.Rings;

/// <summary>The newest 64 moments of a person's messages, with milliseconds: what scanners are told by (<see cref="ScannerVerdicts"/>).</summary>
/// <remarks>
/// Works on the stored bytes: <c>count</c> moments of nine bytes, ascending by key. They are a pure function of the set of moments, so arrival
/// order and repetition change nothing, and the ring of two people is the union of their rings. The caller owns the bytes; not thread-safe.
/// </remarks>
public static class MessageRing
{
    public const int Capacity = 64;
    public const int CapacityBytes = Capacity * MessageMoment.SizeBytes;

    /// <summary>Puts a moment in its place.</summary>
    /// <param name="ring">The bytes, with room for one more unless full.</param>
    /// <param name="count">Moments in the ring, 0 … 64.</param>
    /// <param name="moment">The moment.</param>
    /// <returns>False when nothing changed.</returns>
    public static bool Add(Span<byte> ring, ref int count, MessageMoment moment) => SortedRing<MessageMoment, UInt128>.Add(ring, ref count, Capacity, moment);

    /// <summary>The moment at an index.</summary>
    public static MessageMoment At(ReadOnlySpan<byte> ring, int index) => SortedRing<MessageMoment, UInt128>.At(ring, index);
}
