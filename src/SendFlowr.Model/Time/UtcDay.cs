namespace SendFlowr.Model.Time;

/// <summary>UTC days and minutes as plain numbers: days and minutes since 1970-01-01T00:00Z.</summary>
/// <remarks>Days of cuts, votes and states are UTC days whatever clock a person lives by. Pure functions, thread-safe.</remarks>
public static class UtcDay
{
    public const int Minutes = MinuteOfWeek.MinutesPerDay;

    /// <summary>The UTC day that holds a minute, rounded toward the past.</summary>
    public static long OfMinute(long epochMinute) => (epochMinute - MinuteWithin(epochMinute)) / Minutes;

    /// <summary>The first minute of a day.</summary>
    public static long StartMinute(long day) => day * Minutes;

    /// <summary>0 … 1439, the minute within its UTC day.</summary>
    public static int MinuteWithin(long epochMinute)
    {
        long minute = epochMinute % Minutes;
        return (int)(minute < 0 ? minute + Minutes : minute);
    }

    /// <summary>0 is Monday, 6 is Sunday.</summary>
    public static int Weekday(long day) => MinuteOfWeek.FromEpochMinute(StartMinute(day)).Weekday;
}
