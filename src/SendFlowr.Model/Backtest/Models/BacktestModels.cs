namespace SendFlowr.Model.Backtest.Models;

/// <summary>All models of a backtest, in the order of the report.</summary>
internal static class BacktestModels
{
    /// <summary>The model whose chance is calibrated: the curve as the product computes it.</summary>
    public const string Product = "sendflowr";

    public static BacktestModel[] Create() =>
    [
        new UniformModel(),
        new PopulationModel(),
        new OwnHourOfDayModel(),
        new OwnHourOfWeekModel(),
        new PublishedModel(),
        new EmpiricalBayesModel(),
        new SendFlowrModel(),
        new SendFlowrHourModel(),
    ];
}
