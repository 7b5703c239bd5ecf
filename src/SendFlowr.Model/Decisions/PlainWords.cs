using System.Globalization;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>Times, shares and durations as people read them.</summary>
internal static class PlainWords
{
    /// <summary>So near to a half the digits decide, which the formatter knows.</summary>
    private const double NearHalf = 1e-6;

    private static readonly string[] Percents = [.. Enumerable.Range(0, 101).Select(percent => $"{percent} %")];

    /// <summary><c>Thu 2026-03-05 09:03 UTC</c>, with seconds or milliseconds when there are any.</summary>
    public static InstantWords Instant(Timestamp time) => new(time);

    /// <summary><c>Thu 09:03 UTC</c>.</summary>
    public static string MinuteOfWeek(int minute) => ClockOf(new MinuteOfWeek(minute)) + " UTC";

    /// <summary><c>Thu 09:03</c>.</summary>
    public static string ClockOf(MinuteOfWeek minute) => string.Create(
        CultureInfo.InvariantCulture, $"{WeekSparkline.Days[minute.Weekday]} {minute.MinuteOfDay / 60:d2}:{minute.MinuteOfDay % 60:d2}");

    /// <summary><c>UTC+02:00</c>.</summary>
    public static string Offset(int minutes) => string.Create(
        CultureInfo.InvariantCulture, $"UTC{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:d2}:{Math.Abs(minutes) % 60:d2}");

    public static string Percent(double share)
    {
        if (share is > 0 and < 0.005)
        {
            return "under 1 %";
        }

        double percent = share * 100;
        return percent is >= 0 and <= 100 && Math.Abs(percent - Math.Floor(percent) - 0.5) > NearHalf
            ? Percents[(int)(percent + 0.5)]
            : string.Create(CultureInfo.InvariantCulture, $"{percent:0} %");
    }

    public static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s");

    public static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
