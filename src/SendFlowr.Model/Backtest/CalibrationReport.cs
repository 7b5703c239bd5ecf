namespace SendFlowr.Model.Backtest;

/// <summary>How well the chance given beside a choice holds, over all windows, reachable or not.</summary>
/// <param name="EceRaw">Expected calibration error of the raw chance.</param>
/// <param name="Ece">Expected calibration error of the calibrated chance: Σ over 20 bins of share × |mean chance − hit rate|.</param>
/// <param name="Brier">Mean squared difference of calibrated chance and outcome.</param>
/// <param name="Bins">The reliability diagram of the calibrated chance: bins with at least one window.</param>
public sealed record CalibrationReport(double EceRaw, double Ece, double Brier, IReadOnlyList<ReliabilityBin> Bins);
