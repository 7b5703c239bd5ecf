using SendFlowr.Model.Learning;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>Every named part of a person's curve at one minute, each for itself: what weights learn from and what explanations tell.</summary>
/// <remarks>Values are densities per minute of the day. A reusable buffer that allocates nothing; not thread-safe.</remarks>
public sealed class CurvePoint
{
    private readonly double[] _timeOfDay = new double[CurveParts.TimeOfDayCount];
    private readonly double[] _own = new double[CurveParts.TimeOfDayCount];
    private readonly double[] _sums = new double[CurveParts.TimeOfDayCount];
    private readonly double[] _weekday = new double[CurveParts.WeekdayCount];

    /// <summary>The twelve parts T is a weighted sum of, by <see cref="CurvePart"/>.</summary>
    public ReadOnlySpan<double> TimeOfDay => _timeOfDay;

    /// <summary>Of each part what comes from the person's own evidence: Σ w_i K_s/(N + 1), 0 of parts that are not own.</summary>
    public ReadOnlySpan<double> Own => _own;

    /// <summary>The four weekday profiles.</summary>
    public ReadOnlySpan<double> Weekday => _weekday;

    /// <summary>T(k|d): the parts weighted by u.</summary>
    public double Mixed { get; private set; }

    /// <summary>Computes all parts at a minute of the week in the person's clock.</summary>
    public void Evaluate(CurvePerson person, MinuteOfWeek minute)
    {
        ArgumentNullException.ThrowIfNull(person);
        CurvePriors priors = person.Priors;
        int weekday = minute.Weekday;
        person.WeekdayProfiles(weekday, _weekday);
        double population = priors.Population.TimeOfDayAt(minute);
        SumOwn(person.Evidence, minute);
        double week = person.Evidence.WeekdayVotes[weekday];
        double dayType = person.Evidence.DayTypeVotes[CurveParts.DayTypeOf(weekday)];
        _timeOfDay[(int)CurvePart.Population] = population;
        _timeOfDay[(int)CurvePart.Population7Days] = priors.Population7Days.TimeOfDayAt(minute);
        _timeOfDay[(int)CurvePart.Population30Days] = priors.Population30DaysAt(minute);
        _timeOfDay[(int)CurvePart.Cohort] = CohortAt(person, minute) / _weekday[2];
        Blend(CurvePart.Own14Days20Minutes, person.Evidence.RecentSum, population);
        Blend(CurvePart.Own14Days60Minutes, person.Evidence.RecentSum, population);
        Blend(CurvePart.Own120Days20Minutes, person.Evidence.LongSum, population);
        Blend(CurvePart.Own120Days60Minutes, person.Evidence.LongSum, population);
        Blend(CurvePart.OwnAll5Minutes, person.Evidence.VoteSum, population);
        Blend(CurvePart.OwnAll20Minutes, person.Evidence.VoteSum, population);
        Blend(CurvePart.OwnWeek30Minutes, week, population);
        Blend(CurvePart.OwnDayType60Minutes, dayType, population);
        ReadOnlySpan<double> weights = priors.Weights.TimeOfDay(person.Bucket);
        Mixed = 0;
        for (int part = 0; part < weights.Length; part++)
        {
            Mixed += weights[part] * _timeOfDay[part];
        }
    }

    private void Blend(CurvePart part, double votes, double population)
    {
        double scale = 1 / (votes + 1);
        _own[(int)part] = _sums[(int)part] * scale;
        _timeOfDay[(int)part] = (_sums[(int)part] + population) * scale;
    }

    /// <summary>Sums the kernels of all entries, wrapped on the day or, for the own week, on the week.</summary>
    private void SumOwn(CurveEvidence evidence, MinuteOfWeek minute)
    {
        _sums.AsSpan().Clear();
        int dayType = CurveParts.DayTypeOf(minute.Weekday);
        ReadOnlySpan<int> minutes = evidence.MinutesOfWeek;
        for (int i = 0; i < minutes.Length; i++)
        {
            int after = Wrapped(minute.Value - minutes[i], MinuteOfWeek.MinutesPerWeek);
            if (Math.Abs(after) <= CurveKernels.Of30Minutes.ReachMinutes)
            {
                _sums[(int)CurvePart.OwnWeek30Minutes] += evidence.Votes[i] * CurveKernels.Of30Minutes.Density(minutes[i], after);
            }

            after = Wrapped(after, MinuteOfWeek.MinutesPerDay);
            if (Math.Abs(after) <= CurveKernels.Of60Minutes.ReachMinutes)
            {
                AddDay(evidence, i, after, dayType == CurveParts.DayTypeOf(minutes[i] / MinuteOfWeek.MinutesPerDay));
            }
        }
    }

    private void AddDay(CurveEvidence evidence, int index, int after, bool isOfDayType)
    {
        int minute = evidence.MinutesOfWeek[index];
        double recent = evidence.RecentVotes[index];
        double all = evidence.Votes[index];
        double longer = evidence.LongVotes[index];
        double wide = CurveKernels.Of60Minutes.Density(minute, after);
        _sums[(int)CurvePart.Own14Days60Minutes] += recent * wide;
        _sums[(int)CurvePart.Own120Days60Minutes] += longer * wide;
        _sums[(int)CurvePart.OwnDayType60Minutes] += isOfDayType ? longer * wide : 0;
        if (Math.Abs(after) <= CurveKernels.Of20Minutes.ReachMinutes)
        {
            double narrow = CurveKernels.Of20Minutes.Density(minute, after);
            _sums[(int)CurvePart.Own14Days20Minutes] += recent * narrow;
            _sums[(int)CurvePart.Own120Days20Minutes] += longer * narrow;
            _sums[(int)CurvePart.OwnAll20Minutes] += all * narrow;
        }

        if (Math.Abs(after) <= CurveKernels.Of5Minutes.ReachMinutes)
        {
            _sums[(int)CurvePart.OwnAll5Minutes] += all * CurveKernels.Of5Minutes.Density(minute, after);
        }
    }

    /// <summary>The cohort's mass a minute, linear between the centres of half hours.</summary>
    private static double CohortAt(CurvePerson person, MinuteOfWeek minute)
    {
        const int half = CohortShapes.MinutesPerCell / 2;
        int from = MinuteOfWeek.Wrap(minute.Value - half).Value;
        (int cell, int rest) = Math.DivRem(from, CohortShapes.MinutesPerCell);
        int next = cell + 1 == CohortShapes.CellsPerWeek ? 0 : cell + 1;
        CohortShapes shapes = person.Priors.Cohorts;
        double left = shapes.MassAt(person.CohortWeights, cell);
        double right = shapes.MassAt(person.CohortWeights, next);
        return (left + ((right - left) * rest / CohortShapes.MinutesPerCell)) / CohortShapes.MinutesPerCell;
    }

    /// <summary>A distance brought to half a period before or after.</summary>
    private static int Wrapped(int minutes, int period)
    {
        int wrapped = minutes % period;
        return wrapped < -period / 2 ? wrapped + period : wrapped >= period / 2 ? wrapped - period : wrapped;
    }
}
