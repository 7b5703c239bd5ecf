using SendFlowr.Model.Curves;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Learning;

/// <summary>Turns what one person did on a day into sums for the tenant.</summary>
/// <remarks>
/// Everything an event is held against (own evidence, cohort weights, u, α) is as of the day's 00:00 UTC. A reusable buffer that
/// allocates nothing after construction; not thread-safe.
/// </remarks>
public sealed class CurveLearner
{
    /// <summary>Own events after which an event teaches the cohorts half as much, squared: those who say most are heard least often.</summary>
    private const double HalfHeardEvents = 50;

    private readonly EvidenceState _before = new();
    private readonly EvidenceState _ofDay = new();
    private readonly CurvePerson _person = new();
    private readonly CurvePoint _point = new();
    private readonly double[] _fits = new double[CohortShapes.Count];
    private readonly double[] _weekday = new double[CurveParts.WeekdayCount];
    private readonly double[] _timeOfDay = new double[CurveParts.TimeOfDayCount];

    /// <summary>Adds one person's UTC day without knowledge of deliveries.</summary>
    /// <inheritdoc cref="AddPerson(CurveSums, RingView, RingView, long, EvidenceWeights, PersonClock, CurvePriors)"/>
    public void AddPerson(CurveSums sums, RingView ring, long day, EvidenceWeights weights, PersonClock clock, CurvePriors priors) =>
        AddPerson(sums, ring, default, day, weights, clock, priors);

    /// <summary>Adds one person's UTC day, each event with its vote.</summary>
    /// <param name="sums">The sums of the cut.</param>
    /// <param name="ring">The person's evidence ring, which may already hold later days.</param>
    /// <param name="deliveries">The person's delivery ring, which may too.</param>
    /// <param name="day">Days since 1970-01-01.</param>
    /// <param name="weights">e of each class.</param>
    /// <param name="clock">The person's clock.</param>
    /// <param name="priors">The version in force at the day's start.</param>
    public void AddPerson(
        CurveSums sums, RingView ring, RingView deliveries, long day, EvidenceWeights weights, PersonClock clock, CurvePriors priors)
    {
        _ofDay.ReadDay(ring, deliveries, weights, day);
        if (_ofDay.Count > 0)
        {
            _before.Read(ring, deliveries, weights, UtcDay.StartMinute(day));
            Add(sums, _before, _ofDay, clock, priors);
        }
    }

    /// <summary>Adds late events of one person: they teach the population at their own age, and nothing else any more.</summary>
    /// <param name="sums">The sums of the cut.</param>
    /// <param name="ofDay">The late events, with their votes.</param>
    /// <param name="clock">The person's clock.</param>
    /// <param name="daysLate">Days from the day of the events to the day of the cut, 1 or more.</param>
    public static void AddLate(CurveSums sums, EvidenceState ofDay, PersonClock clock, int daysLate)
    {
        ArgumentNullException.ThrowIfNull(sums);
        ArgumentNullException.ThrowIfNull(ofDay);
        ArgumentOutOfRangeException.ThrowIfLessThan(daysLate, 1);
        for (int i = 0; i < ofDay.Count; i++)
        {
            sums.AddEvent(clock.MinuteOfWeekAt(ofDay.Minutes[i]), ofDay.Votes[i], daysLate);
        }
    }

    /// <summary>Adds a day's events, held against what was known before.</summary>
    internal void Add(CurveSums sums, EvidenceState before, EvidenceState ofDay, PersonClock clock, CurvePriors priors)
    {
        ArgumentNullException.ThrowIfNull(sums);
        _person.Read(before, clock, priors);
        double heard = 1 / Math.Sqrt(1 + (before.Count / HalfHeardEvents));
        for (int i = 0; i < ofDay.Count; i++)
        {
            MinuteOfWeek minute = clock.MinuteOfWeekAt(ofDay.Minutes[i]);
            double vote = ofDay.Votes[i];
            sums.AddEvent(minute, vote, 0);
            int cell = minute.Value / CohortShapes.MinutesPerCell;
            for (int shape = 0; shape < _fits.Length; shape++)
            {
                _fits[shape] = _person.CohortWeights[shape] * priors.Cohorts.Shape(shape)[cell];
            }

            sums.AddToCohorts(minute, vote * heard, _fits);
            if (ofDay.Weights[i] == 1)
            {
                AddResponsibilities(sums, minute, vote);
            }
        }
    }

    private void AddResponsibilities(CurveSums sums, MinuteOfWeek minute, double vote)
    {
        CurvePriors priors = _person.Priors;
        _point.Evaluate(_person, minute);
        double share = Weigh(priors.Weights.Weekday(_person.Bucket), _point.Weekday, _weekday);
        double density = Weigh(priors.Weights.TimeOfDay(_person.Bucket), _point.TimeOfDay, _timeOfDay);
        double population = priors.Population.Week.DensityAt(minute);
        double gain = DeterministicMath.Log(population) - DeterministicMath.Log(share * density);
        sums.AddResponsibilities(_person.Bucket, _weekday, _timeOfDay, vote * vote * gain);
    }

    private static double Weigh(ReadOnlySpan<double> weights, ReadOnlySpan<double> parts, Span<double> weighted)
    {
        double sum = 0;
        for (int i = 0; i < weighted.Length; i++)
        {
            weighted[i] = weights[i] * parts[i];
            sum += weighted[i];
        }

        return sum;
    }
}
