using SendFlowr.Model.Backtest.Models;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Backtest;

/// <summary>The state of one run: the tenant so far, how far each person is, and the scores.</summary>
internal sealed class BacktestPass
{
    private const int HoursPerWeek = 168;
    private const int ColdMaxOwnEvents = 5;
    private const int ColdFromEvent = 5000;

    private readonly BacktestHistory _history;
    private readonly BacktestSchedule _schedule;
    private readonly WindowScorer _windows;
    private readonly ModelTally[] _tallies;
    private readonly PersonDay _personDay = new();
    private readonly CurveSums _sums = new();
    private readonly CurveLearner _learner = new();
    private readonly EvidenceState _before = new();
    private readonly EvidenceState _ofDay = new();
    private readonly byte[] _ring = new byte[EvidenceRing.CapacityBytes];
    private readonly int[] _eventsBefore;
    private readonly int[]?[] _hours;
    private readonly int[] _noHours = new int[HoursPerWeek];
    private readonly List<int> _active = [];
    private readonly List<int> _scored = [];
    private readonly int _coldFromMinute;

    private CurvePriors _priors = CurvePriors.Factory;
    private int _activeCursor;
    private int _scoredCursor;
    private int _testEvents;
    private int _coldEvents;
    private double _coldWeight;

    public BacktestPass(BacktestHistory history, BacktestOptions options)
    {
        _history = history;
        _schedule = new BacktestSchedule(history, options.MinEvents);
        _eventsBefore = new int[history.PeopleCount];
        _hours = new int[]?[history.PeopleCount];
        _coldFromMinute = ColdFrom(history.AllMinutes);
        _tallies = [.. BacktestModels.Create().Select(model => new ModelTally(model))];
        _windows = new WindowScorer(_tallies, _tallies.Single(t => t.Model.Name == BacktestModels.Product), options.HorizonMinutes);
    }

    public int DayCount => _schedule.LastDay + 1;

    /// <summary>Scores a day with what was known at its start, then learns from it.</summary>
    public void RunDay(int day)
    {
        _schedule.ActiveOn(day, ref _activeCursor, _active);
        _schedule.ScoredOn(day, ref _scoredCursor, _scored);
        foreach (int person in _scored)
        {
            ScorePerson(person, day);
        }

        foreach (int person in _active)
        {
            if (!_schedule.IsScored(person, day) && IsColdOn(person, day))
            {
                ScorePerson(person, day);
            }
        }

        Learn(day);
    }

    public BacktestReport Report()
    {
        double uniform = _tallies[0].HitRate(_windows.Reachable);
        return new BacktestReport(
            _history.PeopleCount, _schedule.ScoredPeople, _history.EventCount, _testEvents, _windows.Count, _windows.Reachable, _coldEvents,
            [.. _tallies.Select(t => t.Score(_testEvents, _windows.Reachable, _coldWeight, uniform))],
            _windows.Calibration());
    }

    private void ScorePerson(int person, int day)
    {
        ReadOnlySpan<int> events = _history.EventsOf(person).Span;
        int before = _eventsBefore[person];
        _personDay.Set(day, _history.EventsOf(person)[..before], _hours[person] ?? _noHours, _priors);
        foreach (ModelTally tally in _tallies)
        {
            tally.Model.Prepare(_personDay);
        }

        ReadOnlySpan<int> ofDay = events[before..EndOfDay(events, before, day)];
        bool cold = before <= ColdMaxOwnEvents;
        bool scored = _schedule.IsScored(person, day);
        foreach (int minute in ofDay)
        {
            MinuteOfWeek minuteOfWeek = MinuteOfWeek.FromEpochMinute(minute);
            if (scored)
            {
                _testEvents++;
                Array.ForEach(_tallies, tally => tally.AddEvent(minuteOfWeek));
            }

            if (cold && minute >= _coldFromMinute)
            {
                // v² of an event is 1 over the number of the day's events in the ring.
                double weight = 1.0 / Math.Min(ofDay.Length, EvidenceRing.Capacity);
                _coldEvents++;
                _coldWeight += weight;
                Array.ForEach(_tallies, tally => tally.AddColdEvent(minuteOfWeek, weight));
            }
        }

        if (scored)
        {
            _windows.Score(_personDay, events[before..], _priors.Chances, _sums);
        }
    }

    private bool IsColdOn(int person, int day)
    {
        ReadOnlySpan<int> events = _history.EventsOf(person).Span;
        int before = _eventsBefore[person];
        return before <= ColdMaxOwnEvents && events[EndOfDay(events, before, day) - 1] >= _coldFromMinute;
    }

    private void Learn(int day)
    {
        foreach (int person in _active)
        {
            ReadOnlySpan<int> events = _history.EventsOf(person).Span;
            int before = _eventsBefore[person];
            int end = EndOfDay(events, before, day);
            _before.Read(BacktestRing.Write(events[..before], _ring), EvidenceWeights.Default);
            _ofDay.ReadDay(BacktestRing.Write(events[..end], _ring), EvidenceWeights.Default, day);
            _learner.Add(_sums, _before, _ofDay, PersonClock.Utc, _priors);
            int[] hours = _hours[person] ??= new int[HoursPerWeek];
            foreach (int minute in events[before..end])
            {
                hours[MinuteOfWeek.FromEpochMinute(minute).Value / 60]++;
            }

            _eventsBefore[person] = end;
        }

        _priors = _priors.Advance(day, _sums);
        _sums.Clear();
    }

    private static int EndOfDay(ReadOnlySpan<int> events, int from, int day)
    {
        int end = from;
        while (end < events.Length && BacktestHistory.DayOf(events[end]) == day)
        {
            end++;
        }

        return end;
    }

    /// <summary>The minute of the file's 5,001st event, or of the first of its second half when it has fewer.</summary>
    private static int ColdFrom(ReadOnlySpan<int> minutes)
    {
        int[] sorted = minutes.ToArray();
        Array.Sort(sorted);
        return sorted.Length == 0 ? 0 : sorted[sorted.Length > ColdFromEvent ? ColdFromEvent : sorted.Length / 2];
    }
}
