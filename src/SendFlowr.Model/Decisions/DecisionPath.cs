namespace SendFlowr.Model.Decisions;

/// <summary>Which model answered. The default is <see cref="Minute"/>.</summary>
public enum DecisionPath
{
    /// <summary>The minute curve.</summary>
    Minute = 0,

    /// <summary>The hour projection, as asked for.</summary>
    Hour = 1,

    /// <summary>Nothing is known of the person and nothing of the population: every minute is worth the same.</summary>
    Fallback = 2,
}
