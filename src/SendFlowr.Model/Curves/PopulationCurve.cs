using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>The tenant's curve: share of each weekday g_d and time of day given the weekday g(k|d), from the sums A.</summary>
/// <remarks>
/// g_d = (SA_d + 20/7)/(NA + 20), g(k|d) = (A + 5/10080)/(SA_d + 5/7); the curve is their product. A's kernels reach over midnight, so
/// a weekday's mass is 1 only nearly: one factor on g(k|d) gives the week mass 1. An empty tenant is uniform. Immutable, thread-safe.
/// </remarks>
public sealed class PopulationCurve
{
    private const int DaysPerWeek = 7;
    private const double WeekdayPrior = 20;
    private const double TimeOfDayPrior = 5;

    private readonly double[] _weekdayShares = new double[DaysPerWeek];
    private readonly double[] _weekdayMasses = new double[DaysPerWeek];
    private readonly double[] _timeOfDay = new double[WeekGrid.CellsPerWeek];

    /// <param name="cellSums">A: sums of vote × density per minute in each of the 2,016 cells, fixed point.</param>
    /// <param name="weekdaySums">SA: sums of votes of each of the 7 weekdays, fixed point.</param>
    public PopulationCurve(ReadOnlySpan<long> cellSums, ReadOnlySpan<long> weekdaySums)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cellSums.Length, WeekGrid.CellsPerWeek, nameof(cellSums));
        ArgumentOutOfRangeException.ThrowIfNotEqual(weekdaySums.Length, DaysPerWeek, nameof(weekdaySums));
        long total = 0;
        foreach (long sum in weekdaySums)
        {
            total += sum;
        }

        for (int day = 0; day < DaysPerWeek; day++)
        {
            double votes = FixedPoint.ToDouble(weekdaySums[day]);
            _weekdayShares[day] = (votes + (WeekdayPrior / DaysPerWeek)) / (FixedPoint.ToDouble(total) + WeekdayPrior);
            double scale = 1 / (votes + (TimeOfDayPrior / DaysPerWeek));
            double sum = 0;
            for (int cell = day * WeekGrid.CellsPerDay; cell < (day + 1) * WeekGrid.CellsPerDay; cell++)
            {
                _timeOfDay[cell] = (FixedPoint.ToDouble(cellSums[cell]) + (TimeOfDayPrior / WeekCurve.MinutesPerWeek)) * scale;
                sum += _timeOfDay[cell];
            }

            _weekdayMasses[day] = sum * WeekGrid.MinutesPerCell;
        }

        Normalise();
    }

    /// <summary>The tenant of whom nothing is known: uniform.</summary>
    public static PopulationCurve Empty { get; } = new(new long[WeekGrid.CellsPerWeek], new long[DaysPerWeek]);

    /// <summary>g_d, Monday first; they sum to 1.</summary>
    public ReadOnlySpan<double> WeekdayShares => _weekdayShares;

    /// <summary>The mass of g(k|d) over each weekday, Monday first: near 1, and 1 in their mean weighted by g_d.</summary>
    public ReadOnlySpan<double> WeekdayMasses => _weekdayMasses;

    /// <summary>g(k|d): densities per minute at the 2,016 cell centres.</summary>
    public ReadOnlySpan<double> TimeOfDay => _timeOfDay;

    /// <summary>g(k|d) at a minute: density per minute.</summary>
    public double TimeOfDayAt(MinuteOfWeek minute) => WeekGrid.ValueAt(_timeOfDay, minute.Value);

    /// <summary>g_d · g(k|d), mass 1.</summary>
    public WeekCurve Week { get; } = new();

    private void Normalise()
    {
        double mass = 0;
        for (int day = 0; day < DaysPerWeek; day++)
        {
            mass += _weekdayShares[day] * _weekdayMasses[day];
        }

        double scale = 1 / mass;
        for (int day = 0; day < DaysPerWeek; day++)
        {
            _weekdayMasses[day] *= scale;
            for (int cell = day * WeekGrid.CellsPerDay; cell < (day + 1) * WeekGrid.CellsPerDay; cell++)
            {
                _timeOfDay[cell] *= scale;
                Week.Cells[cell] = _weekdayShares[day] * _timeOfDay[cell];
            }
        }
    }
}
