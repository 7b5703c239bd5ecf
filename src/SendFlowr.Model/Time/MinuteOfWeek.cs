namespace SendFlowr.Model.Time;

/// <summary>A minute within the ISO week: 0 is Monday 00:00, 10079 is Sunday 23:59. UTC unless the context says local.</summary>
/// <remarks>The default value is Monday 00:00. Immutable; arithmetic wraps around the week.</remarks>
public readonly record struct MinuteOfWeek
{
    public const int MinutesPerDay = 24 * 60;
    public const int MinutesPerWeek = 7 * MinutesPerDay; // 10,080

    /// <summary>1970-01-01 was a Thursday: three days into the ISO week.</summary>
    private const int EpochOffsetMinutes = 3 * MinutesPerDay;

    public MinuteOfWeek(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, MinutesPerWeek);
        Value = value;
    }

    /// <summary>0 … 10079.</summary>
    public int Value { get; }

    /// <summary>0 is Monday, 6 is Sunday.</summary>
    public int Weekday => Value / MinutesPerDay;

    /// <summary>0 … 1439.</summary>
    public int MinuteOfDay => Value % MinutesPerDay;

    /// <summary>The minute of the week of a minute counted from 1970-01-01T00:00Z (or from local midnight of that date).</summary>
    public static MinuteOfWeek FromEpochMinute(long epochMinute) => Wrap(epochMinute + EpochOffsetMinutes);

    /// <summary>Any whole number of minutes from Monday 00:00, brought into the week.</summary>
    public static MinuteOfWeek Wrap(long minutes)
    {
        long value = minutes % MinutesPerWeek;
        return new MinuteOfWeek((int)(value < 0 ? value + MinutesPerWeek : value));
    }

    public MinuteOfWeek Plus(long minutes) => Wrap(Value + minutes);
}
