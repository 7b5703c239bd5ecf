namespace SendFlowr.Model.Decisions;

/// <summary>Which model answered. The default is <see cref="Minute"/>.</summary>
public enum DecisionPath
{
    /// <summary>The minute curve.</summary>
    Minute = 0,

    /// <summary>The hour projection, as asked for.</summary>
    Hour = 1,

    /// <summary>Every minute is worth the same: nothing is known of the person and the population, or nothing of it was to be used.</summary>
    Fallback = 2,
}
