namespace SendFlowr.Model.Time;

/// <summary>From a minute on, how far a clock is ahead of UTC. Immutable.</summary>
/// <param name="FromMinute">Since 1970-01-01T00:00Z.</param>
/// <param name="OffsetMinutes">−1080 … 1080.</param>
public readonly record struct ClockOffset(long FromMinute, int OffsetMinutes);
