using System.Numerics;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>A person's curve: own evidence shrunk toward the population, time of day × weekday.</summary>
/// <remarks>
/// P = 0.98·[(Σ w_i K45(k − k_i) + 12 g(k|d))/(N + 12)]·[(Σ_{i on d} w_i + 20 g_d)/(N + 20)] + 0.02·g_d g(k|d), with w_i the votes with a
/// half-life of 120 days and N their sum, divided by its mass, which is 1 nearly. Without evidence it is the population. Mass over the
/// week 1 ± 1e-9, in the clock given.
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

    private void Blend(PopulationCurve population)
    {
        double scale = 1 / UnscaledMass(population);
        for (int day = 0; day < DaysPerWeek; day++)
        {
            double own = scale * (1 - PopulationShare) * WeekdayFactor(population, day) / (_weight + TimeOfDayPrior);
            double common = (own * TimeOfDayPrior) + (scale * PopulationShare * population.WeekdayShares[day]);
            int first = day * WeekGrid.CellsPerDay;
            ReadOnlySpan<double> timeOfDay = population.TimeOfDay.Slice(first, WeekGrid.CellsPerDay);
            Span<double> cells = Total.Cells.Slice(first, WeekGrid.CellsPerDay);
            Vector<double> owns = new(own);
            Vector<double> commons = new(common);
            for (int cell = 0; cell < cells.Length; cell += Vector<double>.Count)
            {
                Vector<double> ownPart = owns * new Vector<double>(_ownTimeOfDay, cell);
                Vector<double> fromPopulation = commons * new Vector<double>(timeOfDay[cell..]);
                (ownPart + fromPopulation).CopyTo(cells[cell..]);
            }
        }
    }

    /// <summary>The mass of the formula: 1 only nearly, since the weekdays of g(k|d) have mass 1 only nearly.</summary>
    private double UnscaledMass(PopulationCurve population)
    {
        double mass = 0;
        for (int day = 0; day < DaysPerWeek; day++)
        {
            double timeOfDay = (_weight + (TimeOfDayPrior * population.WeekdayMasses[day])) / (_weight + TimeOfDayPrior);
            mass += (1 - PopulationShare) * timeOfDay * WeekdayFactor(population, day);
            mass += PopulationShare * population.WeekdayShares[day] * population.WeekdayMasses[day];
        }

        return mass;
    }

    /// <summary>(Σ_{i on d} w_i + 20 g_d)/(N + 20).</summary>
    private double WeekdayFactor(PopulationCurve population, int day) =>
        (_ownWeekday[day] + (WeekdayPrior * population.WeekdayShares[day])) / (_weight + WeekdayPrior);
}
