using SendFlowr.Model.Backtest;
using SendFlowr.Model.Backtest.Models;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Backtest;

/// <summary>All mass evenly in the cells of [from, to) minutes of the week, wrapped.</summary>
internal sealed class FixedModel(int from, int to) : BacktestModel("fixed")
{
    public override void Prepare(PersonDay day)
    {
    }

    public override double DensityAt(MinuteOfWeek minute) =>
        (minute.Value >= from && minute.Value < to) || minute.Value + 10_080 < to ? 1.0 / (to - from) : 0;

    public override void CopyCells(int weekday, Span<double> cells)
    {
        for (int cell = 0; cell < cells.Length; cell++)
        {
            cells[cell] = DensityAt(MinuteOfWeek.Wrap((weekday * 1440) + (cell * 5) + 2));
        }
    }
}
