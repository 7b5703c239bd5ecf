using SendFlowr.Model.Curves;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Backtest.Models;

/// <summary>A model that knows only the 168 clock hours of the week, each spread evenly over its minutes.</summary>
internal abstract class HourModel(string name) : BacktestModel(name)
{
    protected const int HoursPerDay = 24;
    protected const int HoursPerWeek = 168;
    protected const int MinutesPerHour = 60;
    protected const int CellsPerHour = MinutesPerHour / WeekGrid.MinutesPerCell;

    /// <summary>Densities per minute, by hour of the week.</summary>
    protected double[] Densities { get; } = new double[HoursPerWeek];

    public override double DensityAt(MinuteOfWeek minute) => Densities[minute.Value / MinutesPerHour];

    public override void CopyCells(int weekday, Span<double> cells)
    {
        int hour = weekday * HoursPerDay;
        for (int first = 0; first < cells.Length; first += CellsPerHour)
        {
            cells[first..Math.Min(first + CellsPerHour, cells.Length)].Fill(Densities[hour]);
            hour = hour + 1 == HoursPerWeek ? 0 : hour + 1;
        }
    }
}
