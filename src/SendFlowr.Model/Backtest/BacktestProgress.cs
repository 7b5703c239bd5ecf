namespace SendFlowr.Model.Backtest;

/// <summary>How far a backtest is.</summary>
/// <param name="DaysDone">Calendar days of the file replayed so far.</param>
/// <param name="DaysTotal">Calendar days of the file.</param>
public readonly record struct BacktestProgress(int DaysDone, int DaysTotal);
