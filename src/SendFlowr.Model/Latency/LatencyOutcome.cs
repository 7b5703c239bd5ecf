namespace SendFlowr.Model.Latency;

/// <summary>What became of one latency observation; the caller counts them. The default is <see cref="Added"/>.</summary>
public enum LatencyOutcome
{
    /// <summary>The row changed.</summary>
    Added = 0,

    /// <summary>In the row already, or older than a full row's oldest: nothing changed.</summary>
    Known = 1,

    /// <summary>Delivered before it was sent: clocks disagree, nothing changed.</summary>
    Negative = 2,

    /// <summary>Longer than seven days: a clock or a join is wrong, nothing changed.</summary>
    TooLong = 3,
}
