namespace SendFlowr.Model.Latency;

/// <summary>Where a latency estimate comes from. The default is <see cref="None"/>.</summary>
public enum LatencySource
{
    /// <summary>Nothing measured, no hint: 0 seconds.</summary>
    None = 0,

    /// <summary>The caller's hint; nothing has been measured on the lane.</summary>
    Hint = 1,

    /// <summary>The median of the lane's newest deliveries.</summary>
    Measured = 2,

    /// <summary>The arm of the decision does not compensate: 0 seconds.</summary>
    Off = 3,
}
