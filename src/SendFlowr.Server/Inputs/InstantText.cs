using System.Globalization;
using SendFlowr.Model.Time;

namespace SendFlowr.Server.Inputs;

/// <summary>Reads instants as requests write them.</summary>
internal static class InstantText
{
    /// <summary>2000-01-01T00:00:00Z and 2100-01-01T00:00:00Z: times outside are mistakes of a unit.</summary>
    public const long EarliestMilliseconds = 946_684_800_000;
    public const long LatestMilliseconds = 4_102_444_800_000;

    private const long MostDigitsOfSeconds = 9_999_999_999;
    private const string Forms = "give RFC 3339 with a zone, for example 2026-03-01T09:00:00Z, or epoch milliseconds";

    /// <summary>Reads RFC 3339 with a zone; <paramref name="fault"/> says what to do otherwise.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Timestamp instant, out string fault)
    {
        if (Rfc3339.TryParse(text, out instant))
        {
            return IsInRange(instant.EpochMilliseconds, out fault);
        }

        fault = $"is not a time that exists: {Forms}";
        return false;
    }

    /// <summary>Reads epoch milliseconds.</summary>
    public static bool TryRead(long milliseconds, out Timestamp instant, out string fault)
    {
        instant = new Timestamp(milliseconds);
        if (milliseconds is >= -MostDigitsOfSeconds and <= MostDigitsOfSeconds)
        {
            fault = "looks like seconds: give milliseconds, not seconds, or RFC 3339 with a zone";
            return false;
        }

        return IsInRange(milliseconds, out fault);
    }

    /// <summary>Reads a UTC date.</summary>
    public static bool TryParseDate(ReadOnlySpan<char> text, out Timestamp midnight)
    {
        bool valid = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date);
        midnight = valid ? Timestamp.FromEpochDay(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) : default;
        return valid;
    }

    private static bool IsInRange(long milliseconds, out string fault)
    {
        fault = "lies outside the years 2000 to 2099";
        return milliseconds is >= EarliestMilliseconds and < LatestMilliseconds;
    }
}
