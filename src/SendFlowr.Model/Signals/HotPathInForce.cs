using SendFlowr.Model.Time;

namespace SendFlowr.Model.Signals;

/// <summary>A hot path that counts at decision time.</summary>
/// <param name="Signal">The event type.</param>
/// <param name="At">Its newest event.</param>
/// <param name="Weight">ω at decision time, more than 0.</param>
public readonly record struct HotPathInForce(string Signal, Timestamp At, double Weight);
