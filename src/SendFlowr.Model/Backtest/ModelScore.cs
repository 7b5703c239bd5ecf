namespace SendFlowr.Model.Backtest;

/// <summary>The score of one model. A figure without any event or window to take it from is 0.</summary>
/// <param name="Name">uniform, population, hour24, hour168, published, empirical_bayes, sendflowr or sendflowr_hour.</param>
/// <param name="NatsPerEvent">Mean ln(p · 10,080) over scored events; 0 is a uniform guess.</param>
/// <param name="HitRate">Share of reachable windows with an event within the horizon after the chosen minute, 0 … 1.</param>
/// <param name="Lift">HitRate over uniform's, minus 1.</param>
/// <param name="Cold">Mean ln(p · 10,080) over cold events, weighted by the square of their votes.</param>
public sealed record ModelScore(string Name, double NatsPerEvent, double HitRate, double Lift, double Cold);
