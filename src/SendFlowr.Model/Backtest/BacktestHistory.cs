using System.Globalization;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Backtest;

/// <summary>The events of a backtest by person and time, as the protocol wants them.</summary>
/// <remarks>
/// An event less than 60 s after the person's previous raw event is dropped. People stand in ordinal order of their names, so the order of
/// rows changes no bit. Times are moved by whole weeks so that the first lies in the first week: a file may be of any century.
/// </remarks>
internal sealed class BacktestHistory
{
    private const int MinGapSeconds = 60;
    private const int SecondBits = 33;
    private const long SecondsPerWeek = 7 * 86_400;

    private readonly int[] _minutes;
    private readonly int[] _firstEvents;

    private BacktestHistory(int[] minutes, int[] firstEvents)
    {
        _minutes = minutes;
        _firstEvents = firstEvents;
    }

    public int PeopleCount => _firstEvents.Length - 1;

    public int EventCount => _minutes.Length;

    /// <summary>All events, person by person.</summary>
    public ReadOnlySpan<int> AllMinutes => _minutes;

    /// <summary>The events of one person, minutes ascending; each of another minute.</summary>
    public ReadOnlyMemory<int> EventsOf(int person) => _minutes.AsMemory(_firstEvents[person], _firstEvents[person + 1] - _firstEvents[person]);

    public static BacktestHistory From(BacktestRows rows)
    {
        ulong[] sorted = SortedKeys(rows);
        int[] minutes = new int[sorted.Length];
        int[] firstEvents = new int[rows.PeopleCount + 1];
        int count = 0;
        int person = -1;
        long previous = 0;
        foreach (ulong key in sorted)
        {
            int owner = (int)(key >> SecondBits);
            long seconds = (long)(key & ((1UL << SecondBits) - 1));
            bool first = owner != person;
            while (person < owner)
            {
                firstEvents[++person] = count;
            }

            if (first || seconds - previous >= MinGapSeconds)
            {
                minutes[count++] = (int)(seconds / 60);
            }

            previous = seconds;
        }

        firstEvents[rows.PeopleCount] = count;
        return new BacktestHistory(minutes[..count], firstEvents);
    }

    private static ulong[] SortedKeys(BacktestRows rows)
    {
        string[] names = [.. rows.People.Keys];
        Array.Sort(names, StringComparer.Ordinal);
        int[] ranks = new int[names.Length];
        for (int rank = 0; rank < names.Length; rank++)
        {
            ranks[rows.People[names[rank]]] = rank;
        }

        long start = FirstWeek(rows);
        ulong[] keys = new ulong[rows.Count];
        for (int row = 0; row < keys.Length; row++)
        {
            keys[row] = ((ulong)ranks[rows.PersonOfRow[row]] << SecondBits) | (ulong)(rows.Seconds[row] - start);
        }

        Array.Sort(keys);
        return keys;
    }

    private static long FirstWeek(BacktestRows rows)
    {
        long least = rows.Count == 0 ? 0 : rows.Seconds.Min();
        long greatest = rows.Count == 0 ? 0 : rows.Seconds.Max();
        long start = (least - (((least % SecondsPerWeek) + SecondsPerWeek) % SecondsPerWeek));
        if ((greatest - start) / 60 > RingEntry.MaxMinute)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The events span from second {least} to {greatest}, more than the 255 years a ring can hold. Are some of the times in another unit?"));
        }

        return start;
    }

    /// <summary>UTC day of a minute of this history.</summary>
    public static int DayOf(int minute) => minute / UtcDay.Minutes;
}
