using System.Buffers.Binary;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Latency;

/// <summary>The newest 256 delivery latencies of a <see cref="Lane"/> as a binary row.</summary>
/// <remarks>
/// A set of keys (time of delivery, hash of the message), ordered by both; of a key the least latency is kept, of the keys the
/// 256 that stand last. So any order and any repetition of observations give the same bytes, and the union of two rows is the
/// row of the union. Layout: a version byte (1), then 16 bytes each, big-endian: delivered at (8, ms since 1970), hash (4),
/// latency (4, ms). An empty row is no bytes at all. Stateless; safe for all threads; no allocation.
/// </remarks>
public static class LaneLatency
{
    public const int Capacity = 256;

    /// <summary>Size of the buffer a row lives in.</summary>
    public const int MaxBytes = HeaderBytes + (Capacity * EntryBytes);

    private const byte Version = 1;
    private const int HeaderBytes = 1;
    private const int EntryBytes = 16;
    private const int KeyBytes = 12;
    private const long MaxLatencyMilliseconds = 7 * Timestamp.MillisecondsPerDay;

    /// <summary>Takes one observation into the row.</summary>
    /// <param name="row">The row's buffer, at least <see cref="MaxBytes"/> long.</param>
    /// <param name="length">Bytes in use, 0 for a lane without observations; changed with the row.</param>
    /// <param name="delivered">Time of delivery, 1970 or later.</param>
    /// <param name="messageHash">Stable hash of provider and message or request id: tells messages of one millisecond apart.</param>
    /// <param name="latencyMilliseconds">Trigger (or sent) to delivered; negative values and values over seven days are ignored.</param>
    /// <exception cref="ArgumentException">The buffer is too small, or the time is before 1970.</exception>
    /// <exception cref="InvalidDataException">The row is of a later version, or damaged.</exception>
    public static LatencyOutcome Add(Span<byte> row, ref int length, Timestamp delivered, uint messageHash, long latencyMilliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(row.Length, MaxBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(delivered.EpochMilliseconds);
        int count = CountOf(row[..length]);
        if (latencyMilliseconds < 0)
        {
            return LatencyOutcome.Negative;
        }

        if (latencyMilliseconds > MaxLatencyMilliseconds)
        {
            return LatencyOutcome.TooLong;
        }

        Span<byte> entry = stackalloc byte[EntryBytes];
        BinaryPrimitives.WriteInt64BigEndian(entry, delivered.EpochMilliseconds);
        BinaryPrimitives.WriteUInt32BigEndian(entry[8..], messageHash);
        BinaryPrimitives.WriteInt32BigEndian(entry[KeyBytes..], (int)latencyMilliseconds);
        Span<byte> entries = row[HeaderBytes..MaxBytes];
        int place = PlaceOf(entries, count, entry);
        if (place < count && Entry(entries, place)[..KeyBytes].SequenceEqual(entry[..KeyBytes]))
        {
            return KeepLeast(Entry(entries, place), entry);
        }

        if (count == Capacity)
        {
            if (place == 0)
            {
                return LatencyOutcome.Known;
            }

            place--;
            entries[EntryBytes..((place + 1) * EntryBytes)].CopyTo(entries);
        }
        else
        {
            entries[(place * EntryBytes)..(count * EntryBytes)].CopyTo(entries[((place + 1) * EntryBytes)..]);
            count++;
        }

        entry.CopyTo(Entry(entries, place));
        row[0] = Version;
        length = HeaderBytes + (count * EntryBytes);
        return LatencyOutcome.Added;
    }

    /// <summary>Takes every observation of another row; the outcome is the row of the union. Returns whether anything changed.</summary>
    /// <param name="row">The row's buffer, at least <see cref="MaxBytes"/> long.</param>
    /// <param name="length">Bytes in use; changed with the row.</param>
    /// <param name="other">Another row.</param>
    public static bool Merge(Span<byte> row, ref int length, ReadOnlySpan<byte> other)
    {
        bool changed = false;
        int count = CountOf(other);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = other.Slice(HeaderBytes + (i * EntryBytes), EntryBytes);
            changed |= Add(
                row,
                ref length,
                new Timestamp(BinaryPrimitives.ReadInt64BigEndian(entry)),
                BinaryPrimitives.ReadUInt32BigEndian(entry[8..]),
                BinaryPrimitives.ReadInt32BigEndian(entry[KeyBytes..])) == LatencyOutcome.Added;
        }

        return changed;
    }

    /// <summary>Median and number of the observations; of an even number the mean of the middle two, half a millisecond dropped.</summary>
    public static LaneSummary Summarize(ReadOnlySpan<byte> row)
    {
        int count = CountOf(row);
        if (count == 0)
        {
            return default;
        }

        Span<int> latencies = stackalloc int[count];
        for (int i = 0; i < count; i++)
        {
            latencies[i] = BinaryPrimitives.ReadInt32BigEndian(row[(HeaderBytes + (i * EntryBytes) + KeyBytes)..]);
        }

        latencies.Sort();
        long lower = latencies[(count - 1) / 2];
        long upper = latencies[count / 2];
        return new LaneSummary((lower + upper) / 2, count);
    }

    private static int CountOf(ReadOnlySpan<byte> row)
    {
        if (row.IsEmpty)
        {
            return 0;
        }

        if (row[0] != Version)
        {
            throw new InvalidDataException(
                $"A latency row has version {row[0]}, this program reads version {Version}: use the program that wrote it, or a later one.");
        }

        int bytes = row.Length - HeaderBytes;
        if (bytes % EntryBytes != 0 || bytes / EntryBytes > Capacity)
        {
            throw new InvalidDataException($"A latency row of {row.Length} bytes is damaged: restore it from its changelog.");
        }

        return bytes / EntryBytes;
    }

    /// <summary>The first entry whose key is not before the one given. New ones mostly come last, so it looks from there.</summary>
    private static int PlaceOf(ReadOnlySpan<byte> entries, int count, ReadOnlySpan<byte> entry)
    {
        int place = count;
        while (place > 0 && entries.Slice((place - 1) * EntryBytes, KeyBytes).SequenceCompareTo(entry[..KeyBytes]) >= 0)
        {
            place--;
        }

        return place;
    }

    private static LatencyOutcome KeepLeast(Span<byte> kept, ReadOnlySpan<byte> entry)
    {
        if (kept[KeyBytes..].SequenceCompareTo(entry[KeyBytes..]) <= 0)
        {
            return LatencyOutcome.Known;
        }

        entry[KeyBytes..].CopyTo(kept[KeyBytes..]);
        return LatencyOutcome.Added;
    }

    private static Span<byte> Entry(Span<byte> entries, int index) => entries.Slice(index * EntryBytes, EntryBytes);
}
