using System.Globalization;

namespace SendFlowr.Model.Time;

/// <summary>RFC 3339 text of an instant: always UTC with a trailing Z; milliseconds only when there are any.</summary>
public static class Rfc3339
{
    private const long MinMilliseconds = -62_135_596_800_000; // 0001-01-01T00:00:00Z
    private const long MaxMilliseconds = 253_402_300_799_999; // 9999-12-31T23:59:59.999Z

    /// <summary>Formats the instant; outside the years 1 to 9999, where RFC 3339 ends, the integer of milliseconds.</summary>
    public static string Format(Timestamp value)
    {
        if (value.EpochMilliseconds is < MinMilliseconds or > MaxMilliseconds)
        {
            return value.EpochMilliseconds.ToString(CultureInfo.InvariantCulture);
        }

        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(value.EpochMilliseconds);
        string format = time.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        return time.ToString(format, CultureInfo.InvariantCulture);
    }
}
