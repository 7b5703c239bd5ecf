namespace SendFlowr.Model.Backtest.Models;

/// <summary>uniform: the same at every minute. Its hit rate is that of a random minute and is computed apart.</summary>
internal sealed class UniformModel() : CurveModel("uniform")
{
    public override void Prepare(PersonDay day)
    {
    }
}
