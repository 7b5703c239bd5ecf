using System.Globalization;
using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Curves;

/// <summary>A Gaussian of s minutes on the 5-minute grid, cut at 5 s, wrapped around a day or a week, of mass 1.</summary>
/// <remarks>
/// A table for each of the five positions a minute can have in its cell, so that adding an event is one pass over a table.
/// Values are densities per minute at cell centres: five times their sum is 1. Immutable, thread-safe.
/// </remarks>
public sealed class GaussianKernel
{
    private const int CutSigmas = 5;

    /// <summary>The padded form has a multiple of this many cells: eight doubles, the widest vector there is.</summary>
    private const int PadCells = 8;

    private readonly double[][] _values = new double[WeekGrid.MinutesPerCell][];
    private readonly double[][] _padded = new double[WeekGrid.MinutesPerCell][];
    private readonly double[][] _minutes = new double[WeekGrid.MinutesPerCell][];
    private readonly int[] _firstCells = new int[WeekGrid.MinutesPerCell];

    /// <param name="sigmaMinutes">The standard deviation in minutes, 2 … 120.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not within 2 … 120: narrower ones miss cell centres, wider ones a day.</exception>
    public GaussianKernel(double sigmaMinutes)
    {
        if (!(sigmaMinutes is >= 2 and <= 120))
        {
            throw new ArgumentOutOfRangeException(
                nameof(sigmaMinutes), sigmaMinutes,
                string.Create(CultureInfo.InvariantCulture, $"A kernel has 2 to 120 minutes, not {sigmaMinutes}."));
        }

        for (int phase = 0; phase < WeekGrid.MinutesPerCell; phase++)
        {
            // Cell j, counted from the event's own, has its centre 5j + 2 − phase minutes after the event.
            double reach = CutSigmas * sigmaMinutes;
            int first = (int)Math.Ceiling((phase - WeekGrid.CentreMinute - reach) / WeekGrid.MinutesPerCell);
            int last = (int)Math.Floor((phase - WeekGrid.CentreMinute + reach) / WeekGrid.MinutesPerCell);
            _firstCells[phase] = first;
            _values[phase] = Table(sigmaMinutes, phase, first, last);
            int padded = (_values[phase].Length + PadCells - 1) / PadCells * PadCells;
            _padded[phase] = [.. _values[phase], .. new double[padded - _values[phase].Length]];
            ReachMinutes = Math.Max(ReachMinutes, Math.Max(-first, last) * WeekGrid.MinutesPerCell + (2 * WeekGrid.MinutesPerCell));
        }

        for (int phase = 0; phase < WeekGrid.MinutesPerCell; phase++)
        {
            _minutes[phase] = MinuteTable(_values[phase], phase);
        }
    }

    /// <summary>Beyond this many minutes from the event, before or after it, the kernel is 0.</summary>
    public int ReachMinutes { get; }

    /// <summary>The most cells any table has.</summary>
    public int MaxCells => _values.Max(v => v.Length);

    /// <summary>The densities an event at this minute adds, and the cell of the first of them, which may lie before or after the week.</summary>
    public ReadOnlySpan<double> At(int minute, out int firstCell)
    {
        (int cell, int phase) = Math.DivRem(minute, WeekGrid.MinutesPerCell);
        firstCell = cell + _firstCells[phase];
        return _values[phase];
    }

    /// <summary>Like <see cref="At"/>, with zeros behind the table up to a multiple of eight cells.</summary>
    public ReadOnlySpan<double> PaddedAt(int minute, out int firstCell)
    {
        (int cell, int phase) = Math.DivRem(minute, WeekGrid.MinutesPerCell);
        firstCell = cell + _firstCells[phase];
        return _padded[phase];
    }

    /// <summary>The density of an event at a minute so many minutes after it (before it, when negative): linear between cell centres.</summary>
    /// <param name="minute">The event's minute, of the day or the week.</param>
    /// <param name="minutesAfter">Not farther than <see cref="ReachMinutes"/>.</param>
    public double Density(int minute, int minutesAfter) => _minutes[minute % WeekGrid.MinutesPerCell][minutesAfter + ReachMinutes];

    /// <summary>Adds weight × kernel around a minute, wrapped around the cells given: 288 for a day, 2,016 for a week.</summary>
    /// <param name="cells">Densities per minute at cell centres.</param>
    /// <param name="minute">0 … 5 × cells − 1.</param>
    /// <param name="weight">The mass to add.</param>
    public void AddTo(Span<double> cells, int minute, double weight)
    {
        ReadOnlySpan<double> values = At(minute, out int first);
        first += first < 0 ? cells.Length : 0;
        int untilEnd = Math.Min(values.Length, cells.Length - first);
        VectorSums.AddScaled(cells.Slice(first, untilEnd), values[..untilEnd], weight);
        VectorSums.AddScaled(cells[..(values.Length - untilEnd)], values[untilEnd..], weight);
    }

    private double[] MinuteTable(double[] values, int phase)
    {
        double At(int index) => index >= 0 && index < values.Length ? values[index] : 0;
        double[] minutes = new double[(2 * ReachMinutes) + 1];
        for (int i = 0; i < minutes.Length; i++)
        {
            // Minutes after the centre of the table's first cell.
            int from = i - ReachMinutes + phase - WeekGrid.CentreMinute - (_firstCells[phase] * WeekGrid.MinutesPerCell);
            int cell = (int)Math.Floor((double)from / WeekGrid.MinutesPerCell);
            double fraction = (double)(from - (cell * WeekGrid.MinutesPerCell)) / WeekGrid.MinutesPerCell;
            minutes[i] = At(cell) + ((At(cell + 1) - At(cell)) * fraction);
        }

        return minutes;
    }

    private static double[] Table(double sigmaMinutes, int phase, int first, int last)
    {
        double[] values = new double[last - first + 1];
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double z = (((first + i) * WeekGrid.MinutesPerCell) + WeekGrid.CentreMinute - phase) / sigmaMinutes;
            values[i] = DeterministicMath.Exp(-0.5 * z * z);
            sum += values[i];
        }

        double scale = 1 / (sum * WeekGrid.MinutesPerCell);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= scale;
        }

        return values;
    }
}
