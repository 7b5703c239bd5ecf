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

/// <summary>The score of one model. A figure without any event or window to take it from is 0.</summary>
/// <param name="Name">uniform, population, hour24, hour168, published, empirical_bayes, sendflowr or sendflowr_hour.</param>
/// <param name="NatsPerEvent">Mean ln(p · 10,080) over scored events; 0 is a uniform guess.</param>
/// <param name="HitRate">Share of reachable windows with an event within the horizon after the chosen minute, 0 … 1.</param>
/// <param name="Lift">HitRate over uniform's, minus 1.</param>
/// <param name="Cold">Mean ln(p · 10,080) over cold events, weighted by the square of their votes.</param>
public sealed record ModelScore(string Name, double NatsPerEvent, double HitRate, double Lift, double Cold);

/// <summary>How well the chance given beside a choice holds, over all windows, reachable or not.</summary>
/// <param name="EceRaw">Expected calibration error of the raw chance.</param>
/// <param name="Ece">Expected calibration error of the calibrated chance: Σ over 20 bins of share × |mean chance − hit rate|.</param>
/// <param name="Brier">Mean squared difference of calibrated chance and outcome.</param>
/// <param name="Bins">The reliability diagram of the calibrated chance: bins with at least one window.</param>
public sealed record CalibrationReport(double EceRaw, double Ece, double Brier, IReadOnlyList<ReliabilityBin> Bins);

/// <summary>One bin of the reliability diagram.</summary>
/// <param name="From">Lowest chance, inclusive.</param>
/// <param name="To">Highest chance, exclusive but for the last bin.</param>
/// <param name="Windows">Windows whose chance lies in it, at least 1.</param>
/// <param name="MeanChance">Their mean chance.</param>
/// <param name="HitRate">Their share of hits.</param>
public sealed record ReliabilityBin(double From, double To, int Windows, double MeanChance, double HitRate);
