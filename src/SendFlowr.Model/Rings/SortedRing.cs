namespace SendFlowr.Model.Rings;

/// <summary>A bounded set of entries in a row of bytes, sorted by key: both rings are one, with their own capacity.</summary>
/// <remarks>
/// Because what is kept is "the greatest keys, each with its least minute", neither the order of arrival nor repetition changes a bit:
/// a key that was evicted or refused can never be among the greatest again.
/// </remarks>
internal static class SortedRing
{
    public static bool Add(Span<byte> ring, ref int count, int capacity, RingEntry entry)
    {
        RequireCount(ring, count, capacity);
        ulong key = entry.Key;
        int index = LowerBound(ring, count, key);
        if (index < count && At(ring, index) is var stored && stored.Key == key)
        {
            if (!entry.Replaces(stored))
            {
                return false;
            }

            entry.Write(Slot(ring, index));
            return true;
        }

        if (count < capacity)
        {
            RequireRoom(ring, count + 1);
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

        entry.Write(Slot(ring, index));
        return true;
    }

    public static bool Reclassify(Span<byte> ring, int count, int capacity, RingEntry entry)
    {
        RequireCount(ring, count, capacity);
        int index = LowerBound(ring, count, entry.Key);
        RingEntry stored = index < count ? At(ring, index) : default;
        if (stored.Key != entry.Key || stored.Class == entry.Class)
        {
            return false;
        }

        new RingEntry(stored.Minute, entry.Class, stored.Hash).Write(Slot(ring, index));
        return true;
    }

    public static bool Contains(ReadOnlySpan<byte> ring, int count, RingEntry entry)
    {
        int index = LowerBound(ring, count, entry.Key);
        return index < count && At(ring, index).Key == entry.Key;
    }

    public static int Union(RingView left, RingView right, int capacity, Span<byte> into)
    {
        int count = Math.Min(CountUnion(left, right), capacity);
        RequireRoom(into, count);
        int l = left.Count - 1;
        int r = right.Count - 1;
        for (int at = count - 1; at >= 0; at--)
        {
            RingEntry entry;
            if (r < 0 || (l >= 0 && left[l].Key > right[r].Key))
            {
                entry = left[l--];
            }
            else if (l < 0 || right[r].Key > left[l].Key)
            {
                entry = right[r--];
            }
            else
            {
                RingEntry other = right[r--];
                entry = left[l--];
                entry = other.Replaces(entry) ? other : entry;
            }

            entry.Write(Slot(into, at));
        }

        return count;
    }

    /// <summary>The first index whose key is not below the given one. New events are mostly the newest, so the end is tried first.</summary>
    public static int LowerBound(ReadOnlySpan<byte> ring, int count, ulong key)
    {
        if (count == 0 || At(ring, count - 1).Key < key)
        {
            return count;
        }

        int low = 0;
        int high = count - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (At(ring, middle).Key < key)
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

    private static int CountUnion(RingView left, RingView right)
    {
        int count = 0;
        int l = 0;
        int r = 0;
        while (l < left.Count && r < right.Count)
        {
            ulong leftKey = left[l].Key;
            ulong rightKey = right[r].Key;
            l += leftKey <= rightKey ? 1 : 0;
            r += rightKey <= leftKey ? 1 : 0;
            count++;
        }

        return count + (left.Count - l) + (right.Count - r);
    }

    private static RingEntry At(ReadOnlySpan<byte> ring, int index) => RingEntry.Read(ring.Slice(index * RingEntry.SizeBytes, RingEntry.SizeBytes));

    private static Span<byte> Slot(Span<byte> ring, int index) => ring.Slice(index * RingEntry.SizeBytes, RingEntry.SizeBytes);

    private static void Move(Span<byte> ring, int from, int to, int count) =>
        ring.Slice(from * RingEntry.SizeBytes, count * RingEntry.SizeBytes).CopyTo(ring[(to * RingEntry.SizeBytes)..]);

    private static void RequireCount(ReadOnlySpan<byte> ring, int count, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, capacity);
        RequireRoom(ring, count);
    }

    private static void RequireRoom(ReadOnlySpan<byte> ring, int count)
    {
        if (ring.Length < count * RingEntry.SizeBytes)
        {
            throw new ArgumentException(
                $"{count} ring entries need {count * RingEntry.SizeBytes} bytes; the row has {ring.Length}.", nameof(ring));
        }
    }
}
