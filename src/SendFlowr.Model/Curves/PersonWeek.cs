using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>A person's curve over the week: when this person engages, as far as own evidence, people alike and everyone tell.</summary>
/// <remarks>
/// P = (1 − α) · D(d) · T(k|d)/Z_d + α · g_d g(k|d), with T the weighted sum of twelve named curves (<see cref="CurvePart"/>), D of four
/// weekday profiles, Z_d the mass of T over the day, and α the guard: the share of the plain population. Mass over the week 1 ± 1e-9, in
/// the clock the person was read in. Always four lanes and a fixed order of summation: the bits are the same on every machine, and a day
/// has the same bits whichever other days are computed with it.
/// A reusable buffer that allocates nothing after construction; not thread-safe while it is built.
/// </remarks>
public sealed class PersonWeek
{
    private const int Lanes = 4;
    private const int CellsPerStep = 12;

    // Twelve cells are two half hours h and h + 1; cells' centres lie 2, 7, … 27 minutes after a half hour begins, its centre 15 minutes.
    // Three of the twelve vectors' lanes lie between the centres of h − 1 and h, six between h and h + 1, three between h + 1 and h + 2.
    private const double F2 = 17.0 / 30;
    private const double F7 = 22.0 / 30;
    private const double F12 = 27.0 / 30;
    private const double F17 = 2.0 / 30;
    private const double F22 = 7.0 / 30;
    private const double F27 = 12.0 / 30;

    private readonly OwnCurves _own = new();
    private readonly double[] _cohort = new double[CohortShapes.CellsPerWeek + 2];
    private readonly double[][] _common = [new double[WeekGrid.CellsPerDay], new double[WeekGrid.CellsPerDay]];
    private readonly double[] _scales = new double[CurveParts.DaysPerWeek];
    private readonly double[] _weekWeights = new double[CurveParts.DaysPerWeek];

    /// <summary>The curve. Days that were not asked for have density 0.</summary>
    public WeekCurve Total { get; } = new();

    /// <summary>Builds the whole week.</summary>
    public void Build(CurvePerson person) => Build(person, default, MinuteOfWeek.MinutesPerWeek);

    /// <summary>Builds the days that a stretch of minutes touches, and the neighbours its interpolation reaches into.</summary>
    /// <param name="person">What the curve is computed from.</param>
    /// <param name="start">First minute of the stretch, in the person's clock.</param>
    /// <param name="minutes">1 … 10,080.</param>
    public void Build(CurvePerson person, MinuteOfWeek start, int minutes)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutes, MinuteOfWeek.MinutesPerWeek);
        _own.Build(person);
        Prepare(person);
        int margin = WeekGrid.MinutesPerCell;
        int first = start.Plus(-margin).Weekday;
        int last = (start.Plus(-margin).MinuteOfDay + minutes + (2 * margin) - 1) / MinuteOfWeek.MinutesPerDay;
        int days = Math.Min(last + 1, CurveParts.DaysPerWeek);
        if (days < CurveParts.DaysPerWeek)
        {
            Total.Cells.Clear();
            _scales.AsSpan().Clear();
        }

        for (int day = 0; day < days; day++)
        {
            BuildDay(person, (first + day) % CurveParts.DaysPerWeek);
        }
    }

    /// <summary>The part of the mass of [start, start + minutes) that comes from the person's own evidence, 0 … 1.</summary>
    public double OwnShare(MinuteOfWeek start, int minutes)
    {
        double total = Total.Mass(start, minutes);
        double own = 0;
        for (int i = 0; i < minutes; i++)
        {
            own += OwnDensityAt(start.Plus(i));
        }

        return total > 0 ? Math.Min(1, own / total) : 0;
    }

    /// <summary>The same over the whole week, whose mass is 1.</summary>
    public double OwnShareOfWeek()
    {
        double share = 0;
        for (int day = 0; day < CurveParts.DaysPerWeek; day++)
        {
            double common = 0;
            foreach (double density in _own.Day(CurveParts.DayTypeOf(day)))
            {
                common += density;
            }

            double ofWeek = 0;
            foreach (double density in _own.Week.Slice(day * WeekGrid.CellsPerDay, WeekGrid.CellsPerDay))
            {
                ofWeek += density;
            }

            share += _scales[day] * (common + (_weekWeights[day] * ofWeek));
        }

        return Math.Min(1, share * WeekGrid.MinutesPerCell);
    }

    /// <summary>(1 − α) · D(d)/Z_d of a weekday that was built: what turns T into its part of P.</summary>
    internal double ScaleOf(int weekday) => _scales[weekday];

    /// <summary>The part of the density of a minute that comes from the person's own evidence.</summary>
    private double OwnDensityAt(MinuteOfWeek minute)
    {
        int fromCentre = minute.Plus(-WeekGrid.CentreMinute).Value;
        (int cell, int rest) = Math.DivRem(fromCentre, WeekGrid.MinutesPerCell);
        double left = OwnDensityOf(cell);
        double right = OwnDensityOf(cell + 1 == WeekGrid.CellsPerWeek ? 0 : cell + 1);
        return left + ((right - left) * rest / WeekGrid.MinutesPerCell);
    }

    private double OwnDensityOf(int cell)
    {
        (int day, int cellOfDay) = Math.DivRem(cell, WeekGrid.CellsPerDay);
        return _scales[day] * (_own.Day(CurveParts.DayTypeOf(day))[cellOfDay] + (_weekWeights[day] * _own.Week[cell]));
    }

    /// <summary>What does not depend on the weekday: the cohort's half hours, and the parts of T that are the same on each day of a type.</summary>
    private void Prepare(CurvePerson person)
    {
        Span<double> halfHours = _cohort.AsSpan(1, CohortShapes.CellsPerWeek);
        person.Priors.Cohorts.Mix(person.CohortWeights, halfHours);
        _cohort[0] = halfHours[^1];
        _cohort[^1] = halfHours[0];
        ReadOnlySpan<double> month = person.Priors.Population30Days;
        Vector256<double> weight = Vector256.Create(person.Priors.Weights.TimeOfDay(person.Bucket)[(int)CurvePart.Population30Days]);
        for (int type = 0; type < CurveParts.DayTypeCount; type++)
        {
            ReadOnlySpan<double> own = _own.Day(type);
            Span<double> common = _common[type];
            for (int cell = 0; cell < common.Length; cell += Lanes)
            {
                (Vector256.Create(own[cell..]) + (weight * Vector256.Create(month[cell..]))).CopyTo(common[cell..]);
            }
        }
    }

    private void BuildDay(CurvePerson person, int day)
    {
        CurveEvidence evidence = person.Evidence;
        ReadOnlySpan<double> weights = person.Priors.Weights.TimeOfDay(person.Bucket);
        int type = CurveParts.DayTypeOf(day);
        double week = weights[(int)CurvePart.OwnWeek30Minutes] / (evidence.WeekdayVotes[day] + 1);
        double recent = (weights[(int)CurvePart.Own14Days20Minutes] + weights[(int)CurvePart.Own14Days60Minutes]) / (evidence.RecentSum + 1);
        double longer = (weights[(int)CurvePart.Own120Days20Minutes] + weights[(int)CurvePart.Own120Days60Minutes]) / (evidence.LongSum + 1);
        double all = (weights[(int)CurvePart.OwnAll5Minutes] + weights[(int)CurvePart.OwnAll20Minutes]) / (evidence.VoteSum + 1);
        double ofType = weights[(int)CurvePart.OwnDayType60Minutes] / (evidence.DayTypeVotes[type] + 1);
        double population = weights[(int)CurvePart.Population] + recent + longer + all + week + ofType;
        double cohortMass = person.Priors.Cohorts.WeekdayMass(person.CohortWeights, day);
        double cohort = weights[(int)CurvePart.Cohort] / (CohortShapes.MinutesPerCell * cohortMass);
        _weekWeights[day] = week;
        double mass = MixDay(person, day, new Coefficients(week, population, weights[(int)CurvePart.Population7Days], cohort));
        double guard = person.Priors.Weights.Guard(person.Bucket);
        double scale = (1 - guard) * person.WeekdayShare(day) / mass;
        _scales[day] = scale;
        Finish(
            Total.Cells.Slice(day * WeekGrid.CellsPerDay, WeekGrid.CellsPerDay), scale,
            person.Priors.Population.Week.Densities.Slice(day * WeekGrid.CellsPerDay, WeekGrid.CellsPerDay), guard);
    }

    /// <summary>From T to P: (1 − α) · D/Z times T, plus α times the population.</summary>
    private static void Finish(Span<double> cells, double scale, ReadOnlySpan<double> population, double guard)
    {
        ref double cell = ref MemoryMarshal.GetReference(cells);
        ref double plain = ref MemoryMarshal.GetReference(population);
        Vector256<double> scales = Vector256.Create(scale);
        Vector256<double> guards = Vector256.Create(guard);
        for (nuint i = 0; i < WeekGrid.CellsPerDay; i += Lanes)
        {
            ((Vector256.LoadUnsafe(ref cell, i) * scales) + (Vector256.LoadUnsafe(ref plain, i) * guards)).StoreUnsafe(ref cell, i);
        }
    }

    /// <summary>Writes T of a day to the cells and returns Z: five times their sum, in three runs of four lanes.</summary>
    private double MixDay(CurvePerson person, int day, Coefficients coefficients)
    {
        int first = day * WeekGrid.CellsPerDay;
        Span<double> cells = Total.Cells.Slice(first, WeekGrid.CellsPerDay);
        ReadOnlySpan<double> common = _common[CurveParts.DayTypeOf(day)];
        ReadOnlySpan<double> week = _own.Week.Slice(first, WeekGrid.CellsPerDay);
        ReadOnlySpan<double> population = person.Priors.Population.TimeOfDay.Slice(first, WeekGrid.CellsPerDay);
        ReadOnlySpan<double> recent = person.Priors.Population7Days.TimeOfDay.Slice(first, WeekGrid.CellsPerDay);
        ref double halfHours = ref MemoryMarshal.GetReference(_cohort.AsSpan(day * CohortShapes.CellsPerDay, CohortShapes.CellsPerDay + 2));
        ref double mixed = ref MemoryMarshal.GetReference(cells);
        Lines lines = new(coefficients, common, week, population, recent);
        Vector256<double> cohort = Vector256.Create(coefficients.Cohort);
        Vector256<double> sum0 = Vector256<double>.Zero;
        Vector256<double> sum1 = Vector256<double>.Zero;
        Vector256<double> sum2 = Vector256<double>.Zero;
        Vector256<double> before = Vector256.Create(halfHours) * cohort;
        Vector256<double> here = Vector256.Create(Unsafe.Add(ref halfHours, 1)) * cohort;
        nuint half = 2;
        for (nuint cell = 0; cell < WeekGrid.CellsPerDay; cell += CellsPerStep, half += 2)
        {
            Vector256<double> next = Vector256.Create(Unsafe.Add(ref halfHours, half)) * cohort;
            Vector256<double> after = Vector256.Create(Unsafe.Add(ref halfHours, half + 1)) * cohort;
            Vector256<double> mix0 = lines.At(cell)
                + ((before * Vector256.Create(1 - F2, 1 - F7, 1 - F12, 0)) + (here * Vector256.Create(F2, F7, F12, 1 - F17)) + (next * Vector256.Create(0, 0, 0, F17)));
            Vector256<double> mix1 = lines.At(cell + Lanes)
                + ((here * Vector256.Create(1 - F22, 1 - F27, 1 - F2, 1 - F7)) + (next * Vector256.Create(F22, F27, F2, F7)));
            Vector256<double> mix2 = lines.At(cell + (2 * Lanes))
                + ((here * Vector256.Create(1 - F12, 0, 0, 0)) + (next * Vector256.Create(F12, 1 - F17, 1 - F22, 1 - F27)) + (after * Vector256.Create(0, F17, F22, F27)));
            mix0.StoreUnsafe(ref mixed, cell);
            mix1.StoreUnsafe(ref mixed, cell + Lanes);
            mix2.StoreUnsafe(ref mixed, cell + (2 * Lanes));
            sum0 += mix0;
            sum1 += mix1;
            sum2 += mix2;
            before = next;
            here = after;
        }

        Vector256<double> sum = (sum0 + sum1) + sum2;
        return WeekGrid.MinutesPerCell * ((sum[0] + sum[1]) + (sum[2] + sum[3]));
    }

    /// <summary>How much of each line of a day goes into T.</summary>
    private readonly record struct Coefficients(double Week, double Population, double Population7Days, double Cohort);

    /// <summary>The lines of a day that T is made of, the cohort aside.</summary>
    private readonly ref struct Lines(
        Coefficients coefficients, ReadOnlySpan<double> common, ReadOnlySpan<double> week, ReadOnlySpan<double> population, ReadOnlySpan<double> recent)
    {
        private readonly ref readonly double _common = ref MemoryMarshal.GetReference(common);
        private readonly ref readonly double _week = ref MemoryMarshal.GetReference(week);
        private readonly ref readonly double _population = ref MemoryMarshal.GetReference(population);
        private readonly ref readonly double _recent = ref MemoryMarshal.GetReference(recent);
        private readonly Vector256<double> _weekWeight = Vector256.Create(coefficients.Week);
        private readonly Vector256<double> _populationWeight = Vector256.Create(coefficients.Population);
        private readonly Vector256<double> _recentWeight = Vector256.Create(coefficients.Population7Days);

        public Vector256<double> At(nuint cell) =>
            ((Vector256.LoadUnsafe(in _common, cell) + (Vector256.LoadUnsafe(in _week, cell) * _weekWeight))
            + (Vector256.LoadUnsafe(in _population, cell) * _populationWeight))
            + (Vector256.LoadUnsafe(in _recent, cell) * _recentWeight);
    }
}
