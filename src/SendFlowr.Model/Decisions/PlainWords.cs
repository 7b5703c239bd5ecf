using System.Globalization;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>Times, shares and durations as people read them.</summary>
internal static class PlainWords
{
    private const long MillisecondsPerSecond = 1000;

    /// <summary><c>Thu 2026-03-05 09:03 UTC</c>, with seconds or milliseconds when there are any.</summary>
    public static string Instant(Timestamp time)
    {
        string format = (time.EpochMilliseconds % Timestamp.MillisecondsPerMinute, time.EpochMilliseconds % MillisecondsPerSecond) switch
        {
            (0, _) => "ddd yyyy-MM-dd HH:mm 'UTC'",
            (_, 0) => "ddd yyyy-MM-dd HH:mm:ss 'UTC'",
            _ => "ddd yyyy-MM-dd HH:mm:ss.fff 'UTC'",
        };
        return DateTimeOffset.FromUnixTimeMilliseconds(time.EpochMilliseconds).ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary><c>Thu 09:03 UTC</c>.</summary>
    public static string MinuteOfWeek(int minute)
    {
        MinuteOfWeek slot = new(minute);
        return string.Create(
            CultureInfo.InvariantCulture, $"{WeekSparkline.Days[slot.Weekday]} {slot.MinuteOfDay / 60:d2}:{slot.MinuteOfDay % 60:d2} UTC");
    }

    public static string Percent(double share) => share is > 0 and < 0.005
        ? "under 1 %"
        : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    public static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s");

    public static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
