using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace SendFlowr.Model.Time;

/// <summary>RFC 3339 text of an instant: written always in UTC with a trailing Z, and milliseconds only when there are any.</summary>
/// <remarks>Pure; safe for all threads.</remarks>
public static partial class Rfc3339
{
    /// <summary>Most characters, or bytes, that an instant within the years 1 to 9999 has.</summary>
    public const int MostUnits = 24;

    private const long MinMilliseconds = -62_135_596_800_000; // 0001-01-01T00:00:00Z
    private const long MaxMilliseconds = 253_402_300_799_999; // 9999-12-31T23:59:59.999Z

    /// <summary>Formats the instant; outside the years 1 to 9999, where RFC 3339 ends, the integer of milliseconds.</summary>
    public static string Format(Timestamp value)
    {
        if (!Holds(value))
        {
            return value.EpochMilliseconds.ToString(CultureInfo.InvariantCulture);
        }

        Span<char> text = stackalloc char[MostUnits];
        return new string(text[..Write(text, value.EpochMilliseconds)]);
    }

    /// <summary>The same text as UTF-8.</summary>
    /// <param name="value">The instant.</param>
    /// <param name="utf8">At least <see cref="MostUnits"/> bytes.</param>
    /// <param name="length">Bytes written.</param>
    /// <returns>False, with nothing written, outside the years 1 to 9999.</returns>
    public static bool TryFormat(Timestamp value, Span<byte> utf8, out int length)
    {
        length = Holds(value) ? Write(utf8, value.EpochMilliseconds) : 0;
        return length > 0;
    }

    /// <summary>Reads an instant with its zone, which is required; digits behind the milliseconds are cut off.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Timestamp instant)
    {
        bool valid = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time) && WithZone().IsMatch(text);
        instant = valid ? new Timestamp(time.ToUnixTimeMilliseconds()) : default;
        return valid;
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,7})?([Zz]|[+-]\d{2}:\d{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex WithZone();

    private static bool Holds(Timestamp value) => value.EpochMilliseconds is >= MinMilliseconds and <= MaxMilliseconds;

    private static int Write<T>(Span<T> text, long epochMilliseconds)
        where T : unmanaged, IBinaryInteger<T>
    {
        int rest = CalendarDigits.MillisecondOfMinute(epochMilliseconds);
        CalendarDigits.WriteMinute(text, epochMilliseconds, 'T');
        int length = CalendarDigits.MinuteUnits;
        CalendarDigits.WriteSecond(text[length..], rest);
        length += CalendarDigits.SecondUnits;
        if (rest % 1000 != 0)
        {
            CalendarDigits.WriteMillisecond(text[length..], rest % 1000);
            length += CalendarDigits.MillisecondUnits;
        }

        text[length] = T.CreateTruncating('Z');
        return length + 1;
    }
}
