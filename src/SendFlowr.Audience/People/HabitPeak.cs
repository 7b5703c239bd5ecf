namespace SendFlowr.Audience.People;

/// <summary>One habitual time of day. Immutable.</summary>
/// <param name="CentreMinute">Minute of the person's own day, 0 … 1439.</param>
/// <param name="DeviationMinutes">Standard deviation of the time around it, 15 … 60 minutes.</param>
/// <param name="Share">Part of the day's attention that it takes, 0 … 1.</param>
public readonly record struct HabitPeak(int CentreMinute, double DeviationMinutes, double Share);
