namespace SendFlowr.Model.Time;

/// <summary>An instant in UTC, in whole milliseconds since 1970-01-01T00:00:00Z.</summary>
/// <remarks>The default value is 1970-01-01T00:00:00Z. Immutable. Earlier instants are negative.</remarks>
public readonly record struct Timestamp(long EpochMilliseconds) : IComparable<Timestamp>
{
    public const long MillisecondsPerMinute = 60_000;
    public const long MillisecondsPerDay = 86_400_000;

    /// <summary>Whole minutes since 1970-01-01, rounded toward the past.</summary>
    public long EpochMinute => FloorDivide(EpochMilliseconds, MillisecondsPerMinute);

    /// <summary>Whole UTC days since 1970-01-01, rounded toward the past.</summary>
    public long EpochDay => FloorDivide(EpochMilliseconds, MillisecondsPerDay);

    public MinuteOfWeek MinuteOfWeek => MinuteOfWeek.FromEpochMinute(EpochMinute);

    public static Timestamp FromEpochMinute(long minute) => new(minute * MillisecondsPerMinute);

    public static Timestamp FromEpochDay(long day) => new(day * MillisecondsPerDay);

    public int CompareTo(Timestamp other) => EpochMilliseconds.CompareTo(other.EpochMilliseconds);

    public static bool operator <(Timestamp left, Timestamp right) => left.EpochMilliseconds < right.EpochMilliseconds;

    public static bool operator >(Timestamp left, Timestamp right) => left.EpochMilliseconds > right.EpochMilliseconds;

    public static bool operator <=(Timestamp left, Timestamp right) => left.EpochMilliseconds <= right.EpochMilliseconds;

    public static bool operator >=(Timestamp left, Timestamp right) => left.EpochMilliseconds >= right.EpochMilliseconds;

    public Timestamp Plus(TimeSpan duration) => new(EpochMilliseconds + (duration.Ticks / TimeSpan.TicksPerMillisecond));

    public override string ToString() => Rfc3339.Format(this);

    private static long FloorDivide(long value, long divisor) =>
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor);
}
