namespace SendFlowr.Model.Backtest.Models;

/// <summary>empirical_bayes: the person's own curve shrunk toward the population.</summary>
internal sealed class EmpiricalBayesModel() : CurveModel("empirical_bayes")
{
    public override void Prepare(PersonDay day) => Curve = day.Curve.Total;
}
