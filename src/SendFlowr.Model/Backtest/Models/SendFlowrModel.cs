namespace SendFlowr.Model.Backtest.Models;

/// <summary>sendflowr: the person's curve as the product computes it, from all named parts.</summary>
internal sealed class SendFlowrModel() : CurveModel(BacktestModels.Product)
{
    public override void Prepare(PersonDay day) => Curve = day.Week.Total;
}
