namespace SendFlowr.Model.Signals;

/// <summary>The validated content of a rules file.</summary>
internal sealed record SignalRulesContent(
    int Version,
    double Peak,
    TimeSpan Decay,
    TimeSpan Active,
    double ProductBound,
    IReadOnlyList<HotPathRule> HotPaths,
    IReadOnlyList<BreakerRule> Breakers,
    SubscriptionRule Subscription);
