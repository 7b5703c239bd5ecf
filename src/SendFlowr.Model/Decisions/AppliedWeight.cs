namespace SendFlowr.Model.Decisions;

/// <summary>A signal in force at decision time.</summary>
/// <param name="Signal">Name of the hot path or breaker.</param>
/// <param name="Weight">ω at decision time: more than 0 of a hot path, −1 of a breaker.</param>
public readonly record struct AppliedWeight(string Signal, double Weight);
