namespace SendFlowr.Model.Backtest;

/// <summary>Who has events, and who is scored, on each day of a history.</summary>
/// <remarks>
/// A person with enough events is scored on the 60 UTC days beginning with the one after the day of event floor(0.8 n), up to the day of
/// the last event. Within a day people stand in the history's order.
/// </remarks>
internal sealed class BacktestSchedule
{
    private const int ScoredDays = 60;

    private readonly int[] _windowStarts;
    private readonly int[] _windowEnds;
    private readonly int[] _peopleByFirstWindow;
    private readonly long[] _dayAndPerson;

    public BacktestSchedule(BacktestHistory history, int minEvents)
    {
        _windowStarts = new int[history.PeopleCount];
        _windowEnds = new int[history.PeopleCount];
        List<long> pairs = [];
        List<int> scored = [];
        for (int person = 0; person < history.PeopleCount; person++)
        {
            ReadOnlySpan<int> events = history.EventsOf(person).Span;
            int last = -1;
            foreach (int minute in events)
            {
                int day = BacktestHistory.DayOf(minute);
                if (day != last)
                {
                    pairs.Add(((long)day << 32) | (uint)person);
                    last = day;
                }
            }

            int start = events.Length >= minEvents ? BacktestHistory.DayOf(events[events.Length * 4 / 5]) + 1 : last + 1;
            _windowStarts[person] = start;
            _windowEnds[person] = Math.Min(start + ScoredDays - 1, last);
            if (start <= last)
            {
                scored.Add(person);
            }
        }

        _dayAndPerson = [.. pairs];
        Array.Sort(_dayAndPerson);
        _peopleByFirstWindow = [.. scored.OrderBy(p => _windowStarts[p]).ThenBy(p => p)];
    }

    /// <summary>The last day of the history, counted like minutes from the first week's start; −1 without events.</summary>
    public int LastDay => _dayAndPerson.Length == 0 ? -1 : (int)(_dayAndPerson[^1] >> 32);

    public int ScoredPeople => _peopleByFirstWindow.Length;

    public bool IsScored(int person, int day) => day >= _windowStarts[person] && day <= _windowEnds[person];

    /// <summary>People with events on a day, from a cursor into all pairs; the cursor moves behind them.</summary>
    public void ActiveOn(int day, ref int cursor, List<int> people)
    {
        people.Clear();
        while (cursor < _dayAndPerson.Length && _dayAndPerson[cursor] >> 32 == day)
        {
            people.Add((int)(_dayAndPerson[cursor++] & 0xFFFF_FFFF));
        }
    }

    /// <summary>Brings the list of people scored on a day up to date from the day before, in order of their first day.</summary>
    public void ScoredOn(int day, ref int cursor, List<int> people)
    {
        people.RemoveAll(person => _windowEnds[person] < day);
        while (cursor < _peopleByFirstWindow.Length && _windowStarts[_peopleByFirstWindow[cursor]] == day)
        {
            people.Add(_peopleByFirstWindow[cursor++]);
        }
    }
}
