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

/// <summary>uniform: the same at every minute. Its hit rate is that of a random minute and is computed apart.</summary>
internal sealed class UniformModel() : CurveModel("uniform")
{
    public override void Prepare(PersonDay day)
    {
    }
}

/// <summary>population: the tenant's curve for everyone.</summary>
internal sealed class PopulationModel() : CurveModel("population")
{
    public override void Prepare(PersonDay day) => Curve = day.Population.Week;
}

/// <summary>The person's own curve shrunk toward the population.</summary>
internal sealed class EmpiricalBayesModel(string name) : CurveModel(name)
{
    public override void Prepare(PersonDay day) => Curve = day.Curve.Total;
}
