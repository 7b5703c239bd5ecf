using System.Globalization;

namespace SendFlowr.Model.Backtest;

/// <summary>The history a backtest runs on: who did something, and when. Filled row by row, in any order.</summary>
/// <remarks>Not thread-safe. About 16 bytes a row besides the names.</remarks>
public sealed class BacktestRows
{
    public const int MaxRows = 100_000_000;
    public const int MaxPeople = 20_000_000;

    /// <summary>Any second up to the year 33658 is taken, so that only a wrong unit is refused.</summary>
    public const long MaxUnixSeconds = 1_000_000_000_000;

    private const int MaxOffsetMinutes = 18 * 60;
    private const int SecondsPerMinute = 60;

    private readonly Dictionary<string, int> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<int> _personOfRow = [];
    private readonly List<long> _seconds = [];
    private readonly bool _localClock;

    /// <param name="localClock">Whether each event's offset from UTC is added to its time; otherwise offsets are ignored.</param>
    public BacktestRows(bool localClock = false)
    {
        _localClock = localClock;
        _lookup = _people.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => _seconds.Count;

    public int PeopleCount => _people.Count;

    internal IReadOnlyDictionary<string, int> People => _people;

    internal IReadOnlyList<int> PersonOfRow => _personOfRow;

    internal IReadOnlyList<long> Seconds => _seconds;

    /// <summary>Adds one event.</summary>
    /// <param name="person">Any text that names the person; compared ordinally.</param>
    /// <param name="unixSeconds">Seconds since 1970-01-01T00:00Z, 0 … <see cref="MaxUnixSeconds"/>.</param>
    /// <param name="offsetMinutes">The person's clock minus UTC, −1080 … 1080.</param>
    /// <exception cref="ArgumentOutOfRangeException">Time or offset is out of range.</exception>
    /// <exception cref="InvalidOperationException">More than <see cref="MaxRows"/> rows or <see cref="MaxPeople"/> people.</exception>
    public void Add(ReadOnlySpan<char> person, long unixSeconds, int offsetMinutes = 0)
    {
        if (unixSeconds is < 0 or > MaxUnixSeconds)
        {
            throw new ArgumentOutOfRangeException(
                nameof(unixSeconds), unixSeconds,
                string.Create(CultureInfo.InvariantCulture, $"A time is 0 to {MaxUnixSeconds} seconds since 1970; give seconds, not milliseconds."));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(offsetMinutes, -MaxOffsetMinutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offsetMinutes, MaxOffsetMinutes);
        if (!_lookup.TryGetValue(person, out int index))
        {
            index = _people.Count;
            RequireLimit(index, MaxPeople, "people");
            _people.Add(person.ToString(), index);
        }

        RequireLimit(_seconds.Count, MaxRows, "rows");
        _personOfRow.Add(index);
        _seconds.Add(unixSeconds + (_localClock ? (long)offsetMinutes * SecondsPerMinute : 0));
    }

    private static void RequireLimit(int count, int limit, string what)
    {
        if (count == limit)
        {
            throw new InvalidOperationException($"A backtest takes at most {limit} {what}; split the file by person or take a sample.");
        }
    }
}
