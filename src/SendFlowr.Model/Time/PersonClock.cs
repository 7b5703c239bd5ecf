namespace SendFlowr.Model.Time;

/// <summary>The clock a person lives by: UTC, a fixed offset from UTC, or a time zone with its daylight saving.</summary>
/// <remarks>
/// Habits are kept in this clock (minute of day and week), days of cuts and votes are not. The default value is UTC.
/// Immutable, thread-safe. A zone's rules come from the machine, so bits repeat only where its rules are the same.
/// </remarks>
public readonly struct PersonClock : IEquatable<PersonClock>
{
    /// <summary>Offsets are −18 h … +18 h, as ISO 8601 allows.</summary>
    public const int MaxOffsetMinutes = 18 * 60;

    private readonly TimeZoneInfo? _zone;
    private readonly int _offsetMinutes;

    private PersonClock(TimeZoneInfo? zone, int offsetMinutes)
    {
        _zone = zone;
        _offsetMinutes = offsetMinutes;
    }

    public static PersonClock Utc => default;

    public bool IsUtc => _zone is null && _offsetMinutes == 0;

    /// <summary>A clock always ahead of UTC by the given minutes (behind it when negative).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not within −1080 … 1080.</exception>
    public static PersonClock FromOffset(int offsetMinutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offsetMinutes, -MaxOffsetMinutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offsetMinutes, MaxOffsetMinutes);
        return new PersonClock(null, offsetMinutes);
    }

    public static PersonClock FromZone(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return new PersonClock(zone, 0);
    }

    /// <summary>Minutes ahead of UTC at an instant, whole minutes, rounded toward UTC.</summary>
    public int OffsetMinutesAt(long epochMinute) => _zone is null
        ? _offsetMinutes
        : (int)(_zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(epochMinute * 60)).Ticks / TimeSpan.TicksPerMinute);

    /// <summary>The minute of the week this clock shows at a minute counted from 1970-01-01T00:00Z.</summary>
    public MinuteOfWeek MinuteOfWeekAt(long epochMinute) =>
        MinuteOfWeek.FromEpochMinute(epochMinute + OffsetMinutesAt(epochMinute));

    public bool Equals(PersonClock other) => Equals(_zone, other._zone) && _offsetMinutes == other._offsetMinutes;

    public override bool Equals(object? obj) => obj is PersonClock other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_zone, _offsetMinutes);

    public static bool operator ==(PersonClock left, PersonClock right) => left.Equals(right);

    public static bool operator !=(PersonClock left, PersonClock right) => !left.Equals(right);
}
