using System.Numerics;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>What each minute of the week is worth as an arrival, before signals, in blocks that a search can pass over.</summary>
/// <remarks>
/// The value of a minute is the mass of the curve over the horizon from it on. The densities at the cells' centres are first rounded to
/// multiples of 5 · 2^−51, so that the density of every minute, which is linear between centres, is a multiple of 2^−51 and every sum of
/// a week an exact double: no order of summation changes a bit, equal masses are equal, and a prefix sum serves any horizon. The error
/// is below 2e-12 for a horizon of a day. A block is the five minutes from a centre on, or a stretch of minutes of one value. Not thread-safe.
/// </remarks>
internal sealed class ArrivalValues
{
    private const int Minutes = MinuteOfWeek.MinutesPerWeek;
    private const int Cells = WeekGrid.CellsPerWeek;
    private const int PerCell = WeekGrid.MinutesPerCell;
    private const int MaxHorizonCells = DecisionInput.MaxHorizonMinutes / PerCell;
    private const double Grain = 1.0 / (1L << 51);

    /// <summary>Adding and taking away 1.5 · 2^52 rounds to whole numbers, half to even.</summary>
    private const double Rounding = 3L << 51;

    /// <summary>Fifths of densities: the cell before the week, the week, and as much of the next as a horizon reaches.</summary>
    private readonly double[] _fifths = new double[1 + Cells + MaxHorizonCells + 4];
    private readonly double[] _sums = new double[Cells + MaxHorizonCells + 1];
    private readonly double[] _starts = new double[Cells + 1];
    private readonly double[] _peaks = new double[Cells];
    private readonly double[] _falls = new double[Cells];
    private readonly double[] _best = new double[Minutes];
    private int _horizonCells;
    private int _restMinutes;

    /// <summary>Minutes of a block.</summary>
    public int BlockMinutes { get; private set; } = Minutes;

    /// <summary>First minute of the first block.</summary>
    public int FirstMinute { get; private set; }

    /// <summary>All minutes of a block are worth the same.</summary>
    public bool IsStepped { get; private set; } = true;

    /// <summary>The greatest value within each block.</summary>
    public ReadOnlySpan<double> Best => _best.AsSpan(0, Minutes / BlockMinutes);

    /// <summary>Values of stretches of equal length, the first from Monday 00:00 on: hours, or one for the whole week.</summary>
    public void SetSteps(ReadOnlySpan<double> values)
    {
        BlockMinutes = Minutes / values.Length;
        FirstMinute = 0;
        IsStepped = true;
        values.CopyTo(_best);
    }

    /// <summary>Each minute is worth the curve's mass over the horizon from it on.</summary>
    /// <param name="curve">A curve of mass 1.</param>
    /// <param name="horizonMinutes">1 … 1440.</param>
    public void SetHorizon(WeekCurve curve, int horizonMinutes)
    {
        BlockMinutes = PerCell;
        FirstMinute = WeekGrid.CentreMinute;
        IsStepped = false;
        (_horizonCells, _restMinutes) = Math.DivRem(horizonMinutes, PerCell);
        Round(curve.Densities);
        SumCells();
        SumHorizons();
        if (_restMinutes == 0)
        {
            FindBestOfWholeCells();
        }
        else
        {
            FindBest();
        }
    }

    /// <summary>The value of a minute of the week.</summary>
    public double At(int minuteOfWeek)
    {
        (int block, int minute) = BlockOf(minuteOfWeek);
        if (IsStepped)
        {
            return _best[block];
        }

        double value = _starts[block];
        for (int i = 0; i < minute; i++)
        {
            value += SlopeAt(block, i);
        }

        return value;
    }

    /// <summary>The block of a minute of the week, and the minute's place in it.</summary>
    public (int Block, int Minute) BlockOf(int minuteOfWeek)
    {
        int from = minuteOfWeek - FirstMinute;
        return Math.DivRem(from < 0 ? from + Minutes : from, BlockMinutes);
    }

    /// <summary>
    /// The first block from one on, before an end, whose greatest value is at least the given one and in which a minute may be the first
    /// of equals that is higher than the minutes around it; the end when there is none.
    /// </summary>
    public int NextPeak(int block, int end, double least)
    {
        ReadOnlySpan<double> peaks = IsStepped ? _best : _peaks;
        Vector<double> bound = new(least);
        while (block + Vector<double>.Count <= end && !Vector.GreaterThanOrEqualAny(new Vector<double>(peaks[block..]), bound))
        {
            block += Vector<double>.Count;
        }

        while (block < end && peaks[block] < least)
        {
            block++;
        }

        return block;
    }

    /// <summary>All minutes of the block, and the one behind it, are worth the same.</summary>
    public bool IsFlat(int block) => IsStepped || (_falls[block] == 0 && _starts[block + 1] == _starts[block]);

    private void Round(ReadOnlySpan<double> densities)
    {
        const double scale = (1L << 51) / (double)PerCell;
        Span<double> week = _fifths.AsSpan(1, Cells);
        Vector<double> scales = new(scale);
        Vector<double> rounding = new(Rounding);
        Vector<double> grains = new(Grain);
        for (int cell = 0; cell < Cells; cell += Vector<double>.Count)
        {
            Vector<double> scaled = new Vector<double>(densities[cell..]) * scales;
            (((scaled + rounding) - rounding) * grains).CopyTo(week[cell..]);
        }

        _fifths[0] = week[^1];
        week[..(_fifths.Length - 1 - Cells)].CopyTo(_fifths.AsSpan(1 + Cells));
    }

    /// <summary>Prefix sums over the mass of the five minutes from each centre on: 15 fifths of its own density, 10 of the next.</summary>
    private void SumCells()
    {
        const int step = 4;
        int end = Cells + _horizonCells;
        ReadOnlySpan<double> fifths = _fifths.AsSpan(1, end + 1);
        Span<double> sums = _sums.AsSpan(0, end + 1);
        double sum = 0;
        int cell = 0;

        // Every sum is exact, so four cells at a time wait for one addition instead of four.
        for (; cell + step <= end; cell += step)
        {
            double one = MassOf(fifths, cell);
            double two = one + MassOf(fifths, cell + 1);
            double three = MassOf(fifths, cell + 2);
            double four = three + MassOf(fifths, cell + 3);
            sums[cell] = sum;
            sums[cell + 1] = sum + one;
            sums[cell + 2] = sum + two;
            sums[cell + 3] = sum + (two + three);
            sum += two + four;
        }

        for (; cell < end; cell++)
        {
            sums[cell] = sum;
            sum += MassOf(fifths, cell);
        }

        sums[end] = sum;
    }

    private static double MassOf(ReadOnlySpan<double> fifths, int cell) => (15 * fifths[cell]) + (10 * fifths[cell + 1]);

    private void SumHorizons()
    {
        ReadOnlySpan<double> sums = _sums;
        for (int cell = 0; cell < Cells; cell += Vector<double>.Count)
        {
            Vector<double> value = new Vector<double>(sums[(cell + _horizonCells)..]) - new Vector<double>(sums[cell..]);
            for (int i = 0; i < _restMinutes; i++)
            {
                value += DensitiesAt(cell + _horizonCells, i);
            }

            value.CopyTo(_starts, cell);
        }

        _starts[Cells] = _starts[0];
    }

    /// <summary>Of every block the greatest value, that value if it may peak there, and the least step out of one of its minutes.</summary>
    private void FindBest()
    {
        for (int cell = 0; cell < Cells; cell += Vector<double>.Count)
        {
            Vector<double> value = new(_starts, cell);
            Vector<double> best = value;
            Vector<double> rise = SlopesAt(cell - 1, PerCell - 1);
            Vector<double> fall = new(double.PositiveInfinity);
            for (int i = 0; i < PerCell; i++)
            {
                Vector<double> slope = SlopesAt(cell, i);
                fall = Vector.Min(fall, slope);
                if (i < PerCell - 1)
                {
                    rise = Vector.Max(rise, slope);
                    value += slope;
                    best = Vector.Max(best, value);
                }
            }

            Keep(cell, best, rise, fall);
        }
    }

    /// <summary>The same for a horizon of whole cells: steps are linear from a centre to the next, so their ends bound them.</summary>
    private void FindBestOfWholeCells()
    {
        ReadOnlySpan<double> fifths = _fifths;
        for (int cell = 0; cell < Cells; cell += Vector<double>.Count)
        {
            Vector<double> before = GainsAt(fifths, cell);
            Vector<double> here = GainsAt(fifths, cell + 1);
            Vector<double> after = GainsAt(fifths, cell + 2);
            Vector<double> change = after - here;
            Vector<double> into = before + (here * (PerCell - 1));
            Vector<double> first = here * PerCell;
            Vector<double> second = first + change;
            Vector<double> third = second + change;
            Vector<double> fourth = third + change;
            Vector<double> start = new(_starts, cell);
            Vector<double> one = start + first;
            Vector<double> two = one + second;
            Vector<double> three = two + third;
            Vector<double> best = Vector.Max(Vector.Max(Vector.Max(start, one), Vector.Max(two, three)), three + fourth);
            Keep(cell, best, Vector.Max(into, Vector.Max(first, fourth)), Vector.Min(first, fourth + change));
        }
    }

    /// <summary>A fifth of the density at the horizon's end less a fifth of that at its beginning, from a padded cell on.</summary>
    private Vector<double> GainsAt(ReadOnlySpan<double> fifths, int padded) =>
        new Vector<double>(fifths[(padded + _horizonCells)..]) - new Vector<double>(fifths[padded..]);

    private void Keep(int cell, Vector<double> best, Vector<double> rise, Vector<double> fall)
    {
        Vector<long> turns = Vector.GreaterThan(rise, Vector<double>.Zero) & Vector.LessThanOrEqual(fall, Vector<double>.Zero);
        best.CopyTo(_best, cell);
        Vector.ConditionalSelect(turns, best, new Vector<double>(-1)).CopyTo(_peaks, cell);
        fall.CopyTo(_falls, cell);
    }

    /// <summary>What the value gains from a minute to the next: the density that comes in less the one that goes out.</summary>
    private double SlopeAt(int cell, int minute)
    {
        (int cells, int rest) = Math.DivRem(minute + _restMinutes, PerCell);
        return DensityAt(cell + _horizonCells + cells, rest) - DensityAt(cell, minute);
    }

    /// <summary>The density of a minute after a cell's centre.</summary>
    private double DensityAt(int cell, int minute) => ((PerCell - minute) * _fifths[1 + cell]) + (minute * _fifths[2 + cell]);

    private Vector<double> SlopesAt(int cell, int minute)
    {
        (int cells, int rest) = Math.DivRem(minute + _restMinutes, PerCell);
        return DensitiesAt(cell + _horizonCells + cells, rest) - DensitiesAt(cell, minute);
    }

    private Vector<double> DensitiesAt(int cell, int minute) =>
        (new Vector<double>(_fifths, 1 + cell) * (PerCell - minute)) + (new Vector<double>(_fifths, 2 + cell) * minute);
}
