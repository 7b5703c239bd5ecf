using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Backtest;

/// <summary>What is known of one person at 00:00 UTC of one day, as every model sees it. One reusable buffer.</summary>
internal sealed class PersonDay
{
    private readonly byte[] _ring = new byte[EvidenceRing.CapacityBytes];
    private readonly EmpiricalBayesCurve _curve = new();
    private ReadOnlyMemory<int> _ownEvents;
    private readonly CurvePerson _person = new();
    private readonly PersonWeek _week = new();
    private CurvePriors _priors = CurvePriors.Factory;
    private bool _curveIsCurrent;
    private bool _weekIsCurrent;

    /// <summary>Days since the first week's start, which is a Thursday as 1970-01-01 was.</summary>
    public int Day { get; private set; }

    public int StartMinute => Day * UtcDay.Minutes;

    /// <summary>0 is Monday.</summary>
    public int Weekday => UtcDay.Weekday(Day);

    /// <summary>All own events before the day, oldest first.</summary>
    public ReadOnlySpan<int> OwnEvents => _ownEvents.Span;

    /// <summary>All own events before the day by hour of the week.</summary>
    public int[] OwnHours { get; private set; } = [];

    /// <summary>The newest 256 of them with their votes.</summary>
    public EvidenceState State { get; } = new();

    public PopulationCurve Population => _priors.Population;

    /// <summary>The curve as the product computes it; built once for all models that show it.</summary>
    public PersonWeek Week
    {
        get
        {
            if (!_weekIsCurrent)
            {
                _person.Read(State, PersonClock.Utc, _priors);
                _week.Build(_person);
                _weekIsCurrent = true;
            }

            return _week;
        }
    }

    /// <summary>The empirical Bayes curve.</summary>
    public EmpiricalBayesCurve Curve
    {
        get
        {
            if (!_curveIsCurrent)
            {
                _curve.Build(State, PersonClock.Utc, Population);
                _curveIsCurrent = true;
            }

            return _curve;
        }
    }

    /// <param name="day">The day to be scored.</param>
    /// <param name="ownEvents">All events of the person before the day.</param>
    /// <param name="ownHours">The same by hour of the week.</param>
    /// <param name="priors">The tenant as of the day's start.</param>
    public void Set(int day, ReadOnlyMemory<int> ownEvents, int[] ownHours, CurvePriors priors)
    {
        Day = day;
        _ownEvents = ownEvents;
        OwnHours = ownHours;
        _priors = priors;
        State.Read(BacktestRing.Write(ownEvents.Span, _ring), EvidenceWeights.Default);
        _curveIsCurrent = false;
        _weekIsCurrent = false;
    }
}
