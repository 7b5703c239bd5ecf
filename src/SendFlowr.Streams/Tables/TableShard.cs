namespace SendFlowr.Streams.Tables;

/// <summary>
/// One sixteenth of a table: slots in ascending order of the key's hash (linear probing that keeps the order),
/// so that a scan is a walk and its place is a hash, which growing and deleting do not disturb.
/// </summary>
/// <remarks>
/// One thread writes; others read without locks. The sequence number is odd while a row is being changed; a reader that sees it odd,
/// or changed when it is done, starts again. Whatever a reader finds meanwhile may be nonsense, so it checks every bound.
/// </remarks>
internal sealed class TableShard(RowPages pages)
{
    /// <summary>Leading bits of the hash that choose the shard.</summary>
    public const int ShardBits = 4;

    private const int FirstCapacity = 8;
    private const int FirstSlack = 8;
    private const int LargestSlack = 32;
    private const long MostReserved = 1 << 26;

    private SlotArray _array = new(FirstCapacity, FirstSlack);
    private int _sequence;
    private int _count;

    public long SlotBytes => _array.Slots.Length * (long)Slot.SizeBytes;

    /// <summary>Makes room for about so many rows; without an effect unless the shard is empty.</summary>
    public void Reserve(long rows)
    {
        long capacity = Math.Min(rows + (rows / 2), MostReserved);
        if (_count == 0 && capacity > _array.Capacity)
        {
            BeginWrite();
            Volatile.Write(ref _array, new SlotArray((int)capacity, LargestSlack));
            EndWrite();
        }
    }

    /// <summary>Inserts or replaces a row; true when it is new.</summary>
    public bool Put(ulong hash, RowKey key, ReadOnlySpan<byte> row)
    {
        int index = _array.Find(hash, key, out bool found);
        if (!found && !HasRoomFor(index))
        {
            Grow();
            index = _array.Find(hash, key, out found);
        }

        Slot[] slots = _array.Slots;
        int oldClass = found ? SizeClass.ForLength(slots[index].Length) : 0;
        int newClass = SizeClass.ForLength(row.Length);
        uint oldLocation = found ? slots[index].Location : 0;
        uint location = oldClass == newClass ? oldLocation : AllocateBlock(newClass);
        BeginWrite();
        if (!found)
        {
            int empty = _array.NextEmpty(index);
            Array.Copy(slots, index, slots, index + 1, empty - index);
            _count++;
        }

        slots[index] = new Slot { High = key.High, Low = key.Low, Location = location, StoredLength = row.Length + 1 };
        if (row.Length > 0)
        {
            row.CopyTo(pages.Block(location, row.Length));
        }

        if (oldClass != newClass)
        {
            Release(oldLocation, oldClass);
        }

        EndWrite();
        return !found;
    }

    /// <summary>Removes a row; true when there was one.</summary>
    public bool Delete(ulong hash, RowKey key)
    {
        int index = _array.Find(hash, key, out bool found);
        if (!found)
        {
            return false;
        }

        BeginWrite();
        Slot[] slots = _array.Slots;
        Release(slots[index].Location, SizeClass.ForLength(slots[index].Length));
        int last = index;
        while (last + 1 < slots.Length && slots[last + 1].StoredLength != 0 && _array.HomeOf(slots[last + 1].Hash) <= last)
        {
            last++;
        }

        Array.Copy(slots, index + 1, slots, index, last - index);
        slots[last] = default;
        _count--;
        EndWrite();
        return true;
    }

    /// <summary>The row for the writing thread, until its next write.</summary>
    public bool TryGet(ulong hash, RowKey key, out ReadOnlySpan<byte> row)
    {
        int index = _array.Find(hash, key, out bool found);
        row = found ? RowAt(index) : default;
        return found;
    }

    /// <summary>For the writing thread: the row whose hash is the least at or after <paramref name="from"/>, skipping some of that same hash.</summary>
    public bool TryNext(ulong from, int skip, out ulong hash, out RowKey key, out ReadOnlySpan<byte> row)
    {
        int index = _array.NextAtOrAfter(from, skip, out hash);
        key = index < 0 ? default : _array.Slots[index].Key;
        row = index < 0 ? default : RowAt(index);
        return index >= 0;
    }

    /// <summary>For any thread: copies a row out.</summary>
    public bool TryCopy(ulong hash, RowKey key, ref byte[] buffer, out int length)
    {
        var spin = new SpinWait();
        while (true)
        {
            int sequence = Volatile.Read(ref _sequence);
            if ((sequence & 1) == 0)
            {
                SlotArray array = Volatile.Read(ref _array);
                int index = array.Find(hash, key, out bool found);
                length = 0;
                bool isWhole = !found || CopyOut(array.Slots[index], ref buffer, out length);
                if (isWhole && IsUnchanged(sequence))
                {
                    return found;
                }
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>For any thread: like <see cref="TryNext"/>, with a copy of the row.</summary>
    public bool TryCopyNext(ulong from, int skip, out ulong hash, out RowKey key, ref byte[] buffer, out int length)
    {
        var spin = new SpinWait();
        while (true)
        {
            int sequence = Volatile.Read(ref _sequence);
            if ((sequence & 1) == 0)
            {
                SlotArray array = Volatile.Read(ref _array);
                int index = array.NextAtOrAfter(from, skip, out hash);
                key = default;
                length = 0;
                bool isWhole = true;
                if (index >= 0)
                {
                    Slot slot = array.Slots[index];
                    key = slot.Key;
                    isWhole = CopyOut(slot, ref buffer, out length);
                }

                if (isWhole && IsUnchanged(sequence))
                {
                    return index >= 0;
                }
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private bool CopyOut(Slot slot, ref byte[] buffer, out int length)
    {
        length = slot.Length;
        if (length == 0)
        {
            return true;
        }

        if (!pages.TryRead(slot.Location, length, out ReadOnlySpan<byte> row))
        {
            return false;
        }

        if (buffer.Length < length)
        {
            buffer = new byte[Math.Max(length, buffer.Length * 2)];
        }

        row.CopyTo(buffer);
        return true;
    }

    private ReadOnlySpan<byte> RowAt(int index)
    {
        ref Slot slot = ref _array.Slots[index];
        return slot.Length == 0 ? default : pages.Block(slot.Location, slot.Length);
    }

    private bool HasRoomFor(int index) =>
        _count + 1 <= _array.Capacity - (_array.Capacity / 5) && _array.NextEmpty(index) < _array.Slots.Length;

    /// <summary>Half as many slots again; only more room at the end when that is what ran out in a nearly empty array.</summary>
    private void Grow()
    {
        SlotArray old = _array;
        bool isSparse = _count < old.Capacity / 4;
        int slack = old.Slots.Length - old.Capacity;
        var larger = isSparse
            ? new SlotArray(old.Capacity, slack * 2)
            : new SlotArray(old.Capacity + (old.Capacity / 2), Math.Max(slack, Math.Min(LargestSlack, old.Capacity)));
        if (!larger.TryFill(old))
        {
            larger = new SlotArray(larger.Capacity, old.Slots.Length);
            larger.TryFill(old);
        }

        BeginWrite();
        Volatile.Write(ref _array, larger);
        EndWrite();
    }

    private uint AllocateBlock(int sizeClass) => sizeClass == 0 ? 0 : pages.Allocate(sizeClass);

    private void Release(uint location, int sizeClass)
    {
        if (sizeClass != 0)
        {
            pages.Free(location, sizeClass);
        }
    }

    private void BeginWrite()
    {
        Volatile.Write(ref _sequence, unchecked(_sequence + 1));
        Volatile.WriteBarrier();
    }

    private void EndWrite() => Volatile.Write(ref _sequence, unchecked(_sequence + 1));

    private bool IsUnchanged(int sequence)
    {
        Volatile.ReadBarrier();
        return Volatile.Read(ref _sequence) == sequence;
    }
}
