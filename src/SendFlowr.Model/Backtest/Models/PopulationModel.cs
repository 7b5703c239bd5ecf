namespace SendFlowr.Model.Backtest.Models;

/// <summary>population: the tenant's curve for everyone.</summary>
internal sealed class PopulationModel() : CurveModel("population")
{
    public override void Prepare(PersonDay day) => Curve = day.Population.Week;
}
