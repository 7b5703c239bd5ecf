using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>A person's curve: own evidence shrunk toward the population, time of day × weekday.</summary>
/// <remarks>
/// P = 0.98·[(Σ w_i K45(k − k_i) + 12 g(k|d))/(N + 12)]·[(Σ_{i on d} w_i + 20 g_d)/(N + 20)] + 0.02·g_d g(k|d), with w_i the votes with a
/// half-life of 120 days and N their sum. Without evidence it is the population. Mass over the week 1 ± 1e-9, in the clock given.
/// A reusable buffer that allocates nothing after construction; not thread-safe while it is built.
/// </remarks>
public sealed class EmpiricalBayesCurve
{
    private const double HalfLifeDays = 120;
    private const double TimeOfDayPrior = 12;
    private const double WeekdayPrior = 20;
    private const double PopulationShare = 0.02;
    private const int DaysPerWeek = 7;

    private static readonly GaussianKernel Kernel = new(45);

    private readonly double[] _decayed = new double[EvidenceRing.Capacity];
    private readonly double[] _ownTimeOfDay = new double[WeekGrid.CellsPerDay];
    private readonly double[] _ownWeekday = new double[DaysPerWeek];
    private readonly WeekCurve _own = new();
    private PopulationCurve _population = PopulationCurve.Empty;
    private double _weight;

    /// <summary>The whole curve.</summary>
    public WeekCurve Total { get; } = new();

    /// <summary>N: the sum of the decayed votes.</summary>
    public double EvidenceWeight => _weight;

    /// <summary>Computes the curve of a state of evidence and a population.</summary>
    /// <param name="state">The evidence, as of a day's start or as it stands.</param>
    /// <param name="clock">The person's clock: of the evidence's minutes and of the resulting week.</param>
    /// <param name="population">The tenant's curve in the same clock.</param>
    public void Build(EvidenceState state, PersonClock clock, PopulationCurve population)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(population);
        _population = population;
        _ownTimeOfDay.AsSpan().Clear();
        _ownWeekday.AsSpan().Clear();
        _weight = state.Decayed(HalfLifeDays, _decayed);
        for (int i = 0; i < state.Count; i++)
        {
            MinuteOfWeek minute = clock.MinuteOfWeekAt(state.Minutes[i]);
            Kernel.AddTo(_ownTimeOfDay, minute.MinuteOfDay, _decayed[i]);
            _ownWeekday[minute.Weekday] += _decayed[i];
        }

        Blend(population);
    }

    /// <summary>The part of the mass of [start, start + minutes) that comes from the person's own times of day, 0 … 1.</summary>
    public double OwnShare(MinuteOfWeek start, int minutes)
    {
        double total = Total.Mass(start, minutes);
        return total > 0 ? _own.Mass(start, minutes) / total : 0;
    }

    /// <summary>Writes one layer; the layers add up to <see cref="Total"/>.</summary>
    public void CopyLayer(CurveLayer layer, WeekCurve into)
    {
        ArgumentNullException.ThrowIfNull(into);
        if (layer == CurveLayer.OwnTimeOfDay)
        {
            into.CopyFrom(_own);
            return;
        }

        for (int day = 0; day < DaysPerWeek; day++)
        {
            double share = _population.WeekdayShares[day];
            double common = (1 - PopulationShare) * TimeOfDayPrior / (_weight + TimeOfDayPrior);
            double scale = layer == CurveLayer.OwnWeekday
                ? common * _ownWeekday[day] / (_weight + WeekdayPrior)
                : (common * WeekdayPrior * share / (_weight + WeekdayPrior)) + (PopulationShare * share);
            for (int cell = day * WeekGrid.CellsPerDay; cell < (day + 1) * WeekGrid.CellsPerDay; cell++)
            {
                into.Cells[cell] = scale * _population.TimeOfDay[cell];
            }
        }
    }

    private void Blend(PopulationCurve population)
    {
        for (int day = 0; day < DaysPerWeek; day++)
        {
            double share = population.WeekdayShares[day];
            double weekday = (_ownWeekday[day] + (WeekdayPrior * share)) / (_weight + WeekdayPrior);
            double own = (1 - PopulationShare) * weekday / (_weight + TimeOfDayPrior);
            double common = (own * TimeOfDayPrior) + (PopulationShare * share);
            int first = day * WeekGrid.CellsPerDay;
            ReadOnlySpan<double> timeOfDay = population.TimeOfDay.Slice(first, WeekGrid.CellsPerDay);
            Span<double> ownCells = _own.Cells.Slice(first, WeekGrid.CellsPerDay);
            Span<double> cells = Total.Cells.Slice(first, WeekGrid.CellsPerDay);
            for (int cell = 0; cell < cells.Length; cell++)
            {
                ownCells[cell] = own * _ownTimeOfDay[cell];
                double fromPopulation = common * timeOfDay[cell];
                cells[cell] = ownCells[cell] + fromPopulation;
            }
        }
    }
}
