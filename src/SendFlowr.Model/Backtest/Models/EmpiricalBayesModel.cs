namespace SendFlowr.Model.Backtest.Models;

/// <summary>The person's own curve shrunk toward the population.</summary>
internal sealed class EmpiricalBayesModel(string name) : CurveModel(name)
{
    public override void Prepare(PersonDay day) => Curve = day.Curve.Total;
}
