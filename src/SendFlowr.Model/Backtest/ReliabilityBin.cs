namespace SendFlowr.Model.Backtest;

/// <summary>One bin of the reliability diagram.</summary>
/// <param name="From">Lowest chance, inclusive.</param>
/// <param name="To">Highest chance, exclusive but for the last bin.</param>
/// <param name="Windows">Windows whose chance lies in it, at least 1.</param>
/// <param name="MeanChance">Their mean chance.</param>
/// <param name="HitRate">Their share of hits.</param>
public sealed record ReliabilityBin(double From, double To, int Windows, double MeanChance, double HitRate);
