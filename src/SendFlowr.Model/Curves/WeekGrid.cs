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
}
