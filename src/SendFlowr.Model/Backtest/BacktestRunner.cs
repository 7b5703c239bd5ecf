namespace SendFlowr.Model.Backtest;

/// <summary>What timing would have been worth on a history: the strict protocol, nothing looks ahead.</summary>
/// <remarks>
/// One pass over all people in calendar order from an empty tenant. Curves, population and calibration know only what happened before
/// 00:00 UTC of the day they score. Pure: the same rows in any order give the same bits. Thread-safe: each run has its own state.
/// </remarks>
public static class BacktestRunner
{
    /// <summary>Runs the protocol over all models.</summary>
    /// <param name="rows">The history.</param>
    /// <param name="options">Horizon and who is scored.</param>
    /// <param name="progress">Told after each calendar day; may be null.</param>
    /// <param name="cancellationToken">Looked at before each calendar day.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static BacktestReport Run(
        BacktestRows rows, BacktestOptions options, IProgress<BacktestProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        BacktestHistory history = BacktestHistory.From(rows);
        BacktestPass pass = new(history, options);
        for (int day = 0; day < pass.DayCount; day++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pass.RunDay(day);
            progress?.Report(new BacktestProgress(day + 1, pass.DayCount));
        }

        return pass.Report();
    }
}
