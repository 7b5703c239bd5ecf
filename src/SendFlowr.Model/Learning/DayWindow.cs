using SendFlowr.Model.Curves;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Learning;

/// <summary>What would have been promised for a person's day at its 00:00, and whether it came true: what chances are calibrated on.</summary>
/// <remarks>
/// The pick is the minute with the most mass over the horizon of those whose horizon ends within the UTC day, so that a day's outcome is known at
/// its end. A reusable buffer; not thread-safe.
/// </remarks>
public sealed class DayWindow
{
    private readonly EvidenceState _before = new();
    private readonly EvidenceState _ofDay = new();
    private readonly CurvePerson _person = new();
    private readonly PersonWeek _week = new();
    private readonly ArrivalMasses _masses = new();

    /// <summary>Adds the outcome of one person's day without knowledge of deliveries.</summary>
    /// <inheritdoc cref="Add(CurveSums, RingView, RingView, long, EvidenceWeights, PersonClock, CurvePriors, int)"/>
    public void Add(CurveSums sums, RingView ring, long day, EvidenceWeights weights, PersonClock clock, CurvePriors priors, int horizonMinutes) =>
        Add(sums, ring, default, day, weights, clock, priors, horizonMinutes);

    /// <summary>Adds the outcome of one person's day; a person without evidence before it is left out.</summary>
    /// <param name="sums">The sums of the cut.</param>
    /// <param name="ring">The person's evidence ring, which may already hold later days.</param>
    /// <param name="deliveries">The person's delivery ring, which may too.</param>
    /// <param name="day">Days since 1970-01-01.</param>
    /// <param name="weights">e of each class.</param>
    /// <param name="clock">The person's clock.</param>
    /// <param name="priors">The version in force at the day's start.</param>
    /// <param name="horizonMinutes">1 … 1440.</param>
    public void Add(
        CurveSums sums, RingView ring, RingView deliveries, long day, EvidenceWeights weights, PersonClock clock, CurvePriors priors, int horizonMinutes)
    {
        ArgumentNullException.ThrowIfNull(sums);
        long start = UtcDay.StartMinute(day);
        _before.Read(ring, deliveries, weights, start);
        if (_before.Count == 0)
        {
            return;
        }

        _person.Read(_before, clock, priors);
        MinuteOfWeek first = clock.MinuteOfWeekAt(start);
        _week.Build(_person, first, MinuteOfWeek.MinutesPerDay + 1);
        _masses.Set(_week.Total, horizonMinutes);
        MinuteOfWeek pick = _masses.Best(first, MinuteOfWeek.MinutesPerDay - horizonMinutes + 1);
        long picked = start + MinuteOfWeek.Wrap(pick.Value - first.Value).Value;
        double raw = EngagementChance.Raw(ActivityRate.HoursPerWeek(_before, start), _masses.At(pick));
        _ofDay.ReadDay(ring, weights, day);
        sums.AddOutcome(raw, IsHit(picked, horizonMinutes));
    }

    private bool IsHit(long picked, int horizonMinutes)
    {
        foreach (int minute in _ofDay.Minutes)
        {
            if (minute >= picked && minute < picked + horizonMinutes)
            {
                return true;
            }
        }

        return false;
    }
}
