using System.Buffers.Binary;
using System.Text;

namespace SendFlowr.Model.Identity;

/// <summary>A fixed set of short keys looked up by their UTF-8 bytes without making a string. Immutable, thread-safe.</summary>
/// <remarks>Open addressing; the keys come from data files, so an adversary cannot choose them.</remarks>
internal sealed class Utf8Table<TValue>
{
    private readonly byte[]?[] keys;
    private readonly TValue[] values;
    private readonly int mask;
    private readonly int maxKeyBytes;

    public Utf8Table(IReadOnlyCollection<KeyValuePair<string, TValue>> items)
    {
        int capacity = 16;
        while (capacity < items.Count * 3)
        {
            capacity *= 2;
        }

        keys = new byte[capacity][];
        values = new TValue[capacity];
        mask = capacity - 1;
        foreach ((string text, TValue value) in items)
        {
            byte[] key = Encoding.UTF8.GetBytes(text);
            maxKeyBytes = Math.Max(maxKeyBytes, key.Length);
            int slot = Find(key);
            if (keys[slot] is null)
            {
                keys[slot] = key;
                values[slot] = value;
            }
        }
    }

    public bool TryGet(ReadOnlySpan<byte> key, out TValue value)
    {
        if (key.Length <= maxKeyBytes)
        {
            int slot = Find(key);
            value = values[slot];
            return keys[slot] is not null;
        }

        value = default!;
        return false;
    }

    private int Find(ReadOnlySpan<byte> key)
    {
        int slot = Hash(key) & mask;
        while (keys[slot] is { } other && !key.SequenceEqual(other))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private static int Hash(ReadOnlySpan<byte> key)
    {
        unchecked
        {
            ulong first;
            ulong last;
            if (key.Length >= 8)
            {
                first = BinaryPrimitives.ReadUInt64LittleEndian(key);
                last = BinaryPrimitives.ReadUInt64LittleEndian(key[^8..]);
            }
            else
            {
                first = 0;
                foreach (byte value in key)
                {
                    first = (first << 8) | value;
                }

                last = 0;
            }

            ulong mixed = (first ^ (last * 0x9E3779B97F4A7C15UL) ^ (ulong)key.Length) * 0xD6E8FEB86659FD93UL;
            return (int)(mixed >> 33);
        }
    }
}
