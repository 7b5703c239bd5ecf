using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Instants as requests write them: RFC 3339 with a zone, or whole epoch milliseconds. Pure, thread-safe.</summary>
public static class InstantText
{
    /// <summary>What to write, as a clause.</summary>
    public const string Remedy = "give RFC 3339 with a zone, such as 2026-03-01T09:00:00Z, or epoch milliseconds";

    /// <summary>What to write when a number is so small that it must be seconds.</summary>
    public const string SecondsRemedy = "give milliseconds, not seconds, or RFC 3339 with a zone";

    private const long MostSeconds = 9_999_999_999;
    private const long MaxMilliseconds = 253_402_300_799_999; // 9999-12-31T23:59:59.999Z

    /// <summary>Reads RFC 3339 with a zone; digits behind the milliseconds are cut off.</summary>
    public static bool TryRead(string text, out Timestamp instant)
    {
        return Rfc3339.TryParse(text, out instant) && instant.EpochMilliseconds >= 0;
    }

    /// <summary>Reads epoch milliseconds, 11 digits or more, up to the year 9999.</summary>
    public static bool TryRead(long milliseconds, out Timestamp instant)
    {
        instant = new Timestamp(milliseconds);
        return milliseconds is > MostSeconds and <= MaxMilliseconds;
    }

    /// <summary>Whether a number that is no instant looks like seconds.</summary>
    public static bool LooksLikeSeconds(long number) => number is >= -MostSeconds and <= MostSeconds;
}
