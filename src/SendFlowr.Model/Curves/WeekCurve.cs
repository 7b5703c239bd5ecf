using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>A density over the week on the 5-minute grid, per minute; periodic, linear between cell centres.</summary>
/// <remarks>
/// Of a whole curve the mass over the week is 1 ± 1e-9; of a layer it is the layer's share. The clock (UTC or a person's own) is the
/// caller's. A buffer: whoever owns it may fill it again. Reading is thread-safe while nobody fills it.
/// </remarks>
public sealed class WeekCurve
{
    public const int MinutesPerWeek = MinuteOfWeek.MinutesPerWeek;

    private const int HoursPerWeek = 168;

    /// <summary>Where the minutes after a cell's centre lie on the way to the next one, with the bits of a division.</summary>
    private static readonly double[] Fractions = [.. Enumerable.Range(0, WeekGrid.MinutesPerCell).Select(i => (double)i / WeekGrid.MinutesPerCell)];

    private readonly double[] _cells = new double[WeekGrid.CellsPerWeek];

    /// <summary>Densities per minute at the 2,016 cell centres (minutes 5c + 2 of the week).</summary>
    public ReadOnlySpan<double> Densities => _cells;

    /// <summary>The same densities, for whoever fills the curve.</summary>
    internal Span<double> Cells => _cells;

    /// <summary>Mass 1, the same at every minute.</summary>
    public static WeekCurve Uniform()
    {
        WeekCurve curve = new();
        curve._cells.AsSpan().Fill(1.0 / MinutesPerWeek);
        return curve;
    }

    /// <summary>A curve of given densities per minute.</summary>
    /// <exception cref="ArgumentException">There are not 2,016, or one is negative or not finite.</exception>
    public static WeekCurve FromDensities(ReadOnlySpan<double> densities)
    {
        if (densities.Length != WeekGrid.CellsPerWeek)
        {
            throw new ArgumentException($"A week has {WeekGrid.CellsPerWeek} cells, not {densities.Length}.", nameof(densities));
        }

        WeekCurve curve = new();
        for (int cell = 0; cell < densities.Length; cell++)
        {
            curve._cells[cell] = densities[cell] >= 0 && double.IsFinite(densities[cell])
                ? densities[cell]
                : throw new ArgumentException($"Densities are finite and not negative; cell {cell} is {densities[cell]}.", nameof(densities));
        }

        return curve;
    }

    public void CopyFrom(WeekCurve other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other._cells.CopyTo(_cells, 0);
    }

    /// <summary>Density per minute at any minute, also a fractional one; any finite number of minutes from Monday 00:00 is wrapped.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public double DensityAt(double minuteOfWeek)
    {
        if (!double.IsFinite(minuteOfWeek))
        {
            throw new ArgumentOutOfRangeException(nameof(minuteOfWeek), minuteOfWeek, "A minute of the week is a finite number.");
        }

        double minute = minuteOfWeek - WeekGrid.CentreMinute;
        minute -= MinutesPerWeek * Math.Floor(minute / MinutesPerWeek);
        int cell = Math.Min((int)(minute / WeekGrid.MinutesPerCell), WeekGrid.CellsPerWeek - 1);
        return Between(cell, (minute - (cell * WeekGrid.MinutesPerCell)) / WeekGrid.MinutesPerCell);
    }

    /// <summary>Density per minute at a whole minute: the same bits as the fractional form.</summary>
    public double DensityAt(MinuteOfWeek minute)
    {
        int fromCentre = minute.Value - WeekGrid.CentreMinute;
        fromCentre += fromCentre < 0 ? MinutesPerWeek : 0;
        (int cell, int rest) = Math.DivRem(fromCentre, WeekGrid.MinutesPerCell);
        return Between(cell, Fractions[rest]);
    }

    /// <summary>The mass of the minutes start … start + minutes − 1, each counting its density.</summary>
    /// <remarks>Summed directly: whole blocks of five minutes in order, then the rest in order.</remarks>
    /// <param name="start">First minute, inclusive.</param>
    /// <param name="minutes">1 … 10,080.</param>
    public double Mass(MinuteOfWeek start, int minutes)
    {
        RequireMinutes(minutes);
        int blocks = minutes / WeekGrid.MinutesPerCell;
        double mass = 0;
        MinuteOfWeek at = start;
        for (int block = 0; block < blocks; block++)
        {
            double sum = DensityAt(at);
            for (int i = 1; i < WeekGrid.MinutesPerCell; i++)
            {
                sum += DensityAt(at.Plus(i));
            }

            mass += sum;
            at = at.Plus(WeekGrid.MinutesPerCell);
        }

        for (int i = blocks * WeekGrid.MinutesPerCell; i < minutes; i++)
        {
            mass += DensityAt(at);
            at = at.Plus(1);
        }

        return mass;
    }

    /// <summary>Masses per slot: 10,080 minutes, 168 hours of the week, or 24 hours of the day. Slot 0 begins on Monday 00:00.</summary>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void ToSlots(Span<double> slots)
    {
        RequireSlots(slots.Length is MinutesPerWeek or HoursPerWeek or 24, slots.Length);
        if (slots.Length == MinutesPerWeek)
        {
            ToMinutes(slots);
            return;
        }

        slots.Clear();
        for (int hour = 0; hour < HoursPerWeek; hour++)
        {
            slots[hour % slots.Length] += HourMass(hour);
        }
    }

    /// <summary>
    /// The sum of the sixty minutes' densities, collected by cell: of the hour's twelve cells those at the edges also lie over the
    /// borders, by linear interpolation 0.6 minutes' worth each, and the neighbours lie over them.
    /// </summary>
    private double HourMass(int hour)
    {
        const int cells = 60 / WeekGrid.MinutesPerCell;
        int first = hour * cells;
        double inner = 0;
        for (int i = 1; i < cells - 1; i++)
        {
            inner += _cells[first + i];
        }

        double before = _cells[first == 0 ? _cells.Length - 1 : first - 1];
        double after = _cells[first + cells == _cells.Length ? 0 : first + cells];
        return (WeekGrid.MinutesPerCell * inner) + (4.4 * (_cells[first] + _cells[first + cells - 1])) + (0.6 * (before + after));
    }

    private void ToMinutes(Span<double> slots)
    {
        ReadOnlySpan<double> fractions = Fractions;
        Span<double> minutes = slots[WeekGrid.CentreMinute..];
        for (int cell = 0; cell < _cells.Length - 1; cell++)
        {
            double left = _cells[cell];
            double right = _cells[cell + 1];
            Span<double> five = minutes.Slice(cell * WeekGrid.MinutesPerCell, WeekGrid.MinutesPerCell);
            for (int i = 0; i < five.Length; i++)
            {
                five[i] = left + ((right - left) * fractions[i]);
            }
        }

        // The last cell's minutes run over midnight into the first ones of the week.
        for (int i = 0; i < WeekGrid.MinutesPerCell; i++)
        {
            int minute = MinutesPerWeek - WeekGrid.MinutesPerCell + WeekGrid.CentreMinute + i;
            slots[minute % MinutesPerWeek] = Between(_cells.Length - 1, fractions[i]);
        }
    }

    private double Between(int cell, double fraction)
    {
        // In this form equal neighbours give the same bits everywhere between them, so that "the earliest of equals" holds on flat stretches.
        double left = _cells[cell];
        double right = _cells[cell + 1 == _cells.Length ? 0 : cell + 1];
        return left + ((right - left) * fraction);
    }

    private static void RequireMinutes(int minutes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutes, MinutesPerWeek);
    }

    private static void RequireSlots(bool known, int length)
    {
        if (!known)
        {
            throw new ArgumentException($"A week is shown in 10080 minutes, 168 or 24 hours; the span has {length} slots.");
        }
    }
}
