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
    public static bool Add(Span<byte> ring, ref int count, MessageMoment moment)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Capacity);
        UInt128 key = moment.Key;
        int index = count;
        while (index > 0 && At(ring, index - 1).Key >= key)
        {
            index--;
        }

        if (index < count && At(ring, index) is var stored && stored.Key == key)
        {
            if (stored.Milliseconds <= moment.Milliseconds)
            {
                return false;
            }

            moment.Write(Slot(ring, index));
            return true;
        }

        if (count < Capacity)
        {
            Move(ring, index, index + 1, count - index);
            count++;
        }
        else if (index == 0)
        {
            return false;
        }
        else
        {
            index--;
            Move(ring, 1, 0, index);
        }

        moment.Write(Slot(ring, index));
        return true;
    }

    /// <summary>The moment at an index.</summary>
    public static MessageMoment At(ReadOnlySpan<byte> ring, int index) =>
        MessageMoment.Read(ring.Slice(index * MessageMoment.SizeBytes, MessageMoment.SizeBytes));

    private static Span<byte> Slot(Span<byte> ring, int index) => ring.Slice(index * MessageMoment.SizeBytes, MessageMoment.SizeBytes);

    private static void Move(Span<byte> ring, int from, int to, int count) =>
        ring.Slice(from * MessageMoment.SizeBytes, count * MessageMoment.SizeBytes).CopyTo(ring[(to * MessageMoment.SizeBytes)..]);
}
