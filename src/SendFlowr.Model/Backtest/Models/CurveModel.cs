using SendFlowr.Model.Curves;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Backtest.Models;

/// <summary>A model that is a <see cref="WeekCurve"/>.</summary>
internal abstract class CurveModel(string name) : BacktestModel(name)
{
    protected WeekCurve Curve { get; set; } = WeekCurve.Uniform();

    public override double DensityAt(MinuteOfWeek minute) => Curve.DensityAt(minute);

    public override void CopyCells(int weekday, Span<double> cells)
    {
        int first = weekday * WeekGrid.CellsPerDay;
        int untilEnd = Math.Min(cells.Length, WeekGrid.CellsPerWeek - first);
        Curve.Densities.Slice(first, untilEnd).CopyTo(cells);
        Curve.Densities[..(cells.Length - untilEnd)].CopyTo(cells[untilEnd..]);
    }
}
