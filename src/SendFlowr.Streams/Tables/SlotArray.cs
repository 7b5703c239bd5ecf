namespace SendFlowr.Streams.Tables;

/// <summary>
/// Slots in ascending order of hash. A row's home is its hash scaled to the capacity; it lies there or behind, without an empty slot between.
/// The slack behind the capacity takes the rows that the last homes push out, so that nothing wraps around.
/// </summary>
internal sealed class SlotArray(int capacity, int slack)
{
    public readonly int Capacity = capacity;
    public readonly Slot[] Slots = new Slot[capacity + slack];

    public int HomeOf(ulong hash) => (int)Math.BigMul(hash << TableShard.ShardBits, (ulong)(uint)Capacity, out _);

    /// <summary>The row's slot, or where it would be inserted (which may be the end of the array).</summary>
    public int Find(ulong hash, RowKey key, out bool found)
    {
        Slot[] slots = Slots;
        int index = HomeOf(hash);
        for (; (uint)index < (uint)slots.Length; index++)
        {
            ref Slot slot = ref slots[index];
            if (slot.StoredLength == 0)
            {
                break;
            }

            if (slot.Low == key.Low && slot.High == key.High)
            {
                found = true;
                return index;
            }

            if (slot.Hash > hash)
            {
                break;
            }
        }

        found = false;
        return index;
    }

    /// <summary>The first empty slot at or after an index; the length of the array when there is none.</summary>
    public int NextEmpty(int index)
    {
        Slot[] slots = Slots;
        while (index < slots.Length && slots[index].StoredLength != 0)
        {
            index++;
        }

        return index;
    }

    /// <summary>
    /// The slot with the least hash at or after <paramref name="from"/>, skipping <paramref name="skip"/> slots of exactly that hash; −1 at the end.
    /// </summary>
    public int NextAtOrAfter(ulong from, int skip, out ulong hash)
    {
        Slot[] slots = Slots;
        for (int index = HomeOf(from); index < slots.Length; index++)
        {
            if (slots[index].StoredLength == 0)
            {
                continue;
            }

            hash = slots[index].Hash;
            if (hash > from || (hash == from && skip-- == 0))
            {
                return index;
            }
        }

        hash = 0;
        return -1;
    }

    /// <summary>Takes the rows of another array; false when the slack is too short.</summary>
    public bool TryFill(SlotArray other)
    {
        int next = 0;
        foreach (ref Slot slot in other.Slots.AsSpan())
        {
            if (slot.StoredLength == 0)
            {
                continue;
            }

            int index = Math.Max(next, HomeOf(slot.Hash));
            if (index >= Slots.Length)
            {
                return false;
            }

            Slots[index] = slot;
            next = index + 1;
        }

        return true;
    }
}
