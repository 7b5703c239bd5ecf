namespace SendFlowr.Model.Backtest;

/// <summary>What a backtest found.</summary>
/// <param name="Users">People in the file.</param>
/// <param name="ScoredUsers">People with at least one scored day.</param>
/// <param name="Events">Events after those less than a minute after the one before were dropped.</param>
/// <param name="TestEvents">Events scored.</param>
/// <param name="Windows">Person-days on which a minute was chosen.</param>
/// <param name="ReachableWindows">Those on which an event could be hit: hit rates are over them.</param>
/// <param name="ColdEvents">Events of people with 0 to 5 own events before the day: <see cref="ModelScore.Cold"/> is over them.</param>
/// <param name="Models">One score a model, in a fixed order.</param>
/// <param name="Calibration">Of the model <c>sendflowr</c>.</param>
public sealed record BacktestReport(
    int Users, int ScoredUsers, int Events, int TestEvents, int Windows, int ReachableWindows, int ColdEvents,
    IReadOnlyList<ModelScore> Models, CalibrationReport Calibration);
