using System.Numerics;

namespace SendFlowr.Model.Rings;

/// <summary>A bounded set of items in a row of bytes, sorted by key: every ring is one, with its own items and capacity.</summary>
/// <remarks>
/// Because what is kept is "the greatest keys, each with its least minute", neither the order of arrival nor repetition changes a bit:
/// a key that was evicted or refused can never be among the greatest again.
/// </remarks>
internal static class SortedRing<TItem, TKey>
    where TItem : struct, IRingItem<TItem, TKey>
    where TKey : struct, IComparisonOperators<TKey, TKey, bool>
{
    public static bool Add(Span<byte> ring, ref int count, int capacity, TItem item)
    {
        RequireCount(ring, count, capacity);
        TKey key = item.Key;
        int index = LowerBound(ring, count, key);
        if (index < count && At(ring, index) is var stored && stored.Key == key)
        {
            if (!item.Replaces(stored))
            {
                return false;
            }

            item.Write(Slot(ring, index));
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

        item.Write(Slot(ring, index));
        return true;
    }

    public static bool Contains(ReadOnlySpan<byte> ring, int count, TItem item)
    {
        int index = LowerBound(ring, count, item.Key);
        return index < count && At(ring, index).Key == item.Key;
    }

    public static int Union(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int capacity, Span<byte> into)
    {
        int l = (left.Length / TItem.Size) - 1;
        int r = (right.Length / TItem.Size) - 1;
        int count = Math.Min(CountUnion(left, right), capacity);
        RequireRoom(into, count);
        for (int at = count - 1; at >= 0; at--)
        {
            TItem item;
            if (r < 0 || (l >= 0 && At(left, l).Key > At(right, r).Key))
            {
                item = At(left, l--);
            }
            else if (l < 0 || At(right, r).Key > At(left, l).Key)
            {
                item = At(right, r--);
            }
            else
            {
                TItem other = At(right, r--);
                item = At(left, l--);
                item = other.Replaces(item) ? other : item;
            }

            item.Write(Slot(into, at));
        }

        return count;
    }

    /// <summary>The first index whose key is not below the given one. New events are mostly the newest, so the end is tried first.</summary>
    public static int LowerBound(ReadOnlySpan<byte> ring, int count, TKey key)
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

    public static TItem At(ReadOnlySpan<byte> ring, int index) => TItem.Load(ring.Slice(index * TItem.Size, TItem.Size));

    private static int CountUnion(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int leftCount = left.Length / TItem.Size;
        int rightCount = right.Length / TItem.Size;
        int count = 0;
        int l = 0;
        int r = 0;
        while (l < leftCount && r < rightCount)
        {
            TKey leftKey = At(left, l).Key;
            TKey rightKey = At(right, r).Key;
            l += leftKey <= rightKey ? 1 : 0;
            r += rightKey <= leftKey ? 1 : 0;
            count++;
        }

        return count + (leftCount - l) + (rightCount - r);
    }

    private static Span<byte> Slot(Span<byte> ring, int index) => ring.Slice(index * TItem.Size, TItem.Size);

    private static void Move(Span<byte> ring, int from, int to, int count) =>
        ring.Slice(from * TItem.Size, count * TItem.Size).CopyTo(ring[(to * TItem.Size)..]);

    private static void RequireCount(ReadOnlySpan<byte> ring, int count, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, capacity);
        RequireRoom(ring, count);
    }

    private static void RequireRoom(ReadOnlySpan<byte> ring, int count)
    {
        if (ring.Length < count * TItem.Size)
        {
            throw new ArgumentException(
                $"{count} ring entries need {count * TItem.Size} bytes; the row has {ring.Length}.", nameof(ring));
        }
    }
}
