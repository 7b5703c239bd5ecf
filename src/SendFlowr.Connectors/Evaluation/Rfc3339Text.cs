namespace SendFlowr.Connectors.Evaluation;

/// <summary>Reads RFC 3339 date-times from UTF-8: <c>2026-11-21T10:15:30.123Z</c>, with a space for the T and lower case as the RFC allows.</summary>
/// <remarks>Second 60 is read as the first second of the next minute. Digits after the milliseconds are cut off.</remarks>
internal static class Rfc3339Text
{
    private const int DateTimeLength = 19;

    /// <summary>Without an offset the declared zone counts; without that the hint asks for one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, TimeZoneInfo? zone, out long milliseconds, ref string hint)
    {
        milliseconds = 0;
        if (!TryDateTime(text, out DateTime time, out int leapSeconds))
        {
            return false;
        }

        text = text[DateTimeLength..];
        if (!TryFraction(ref text, out int fraction))
        {
            return false;
        }

        if (text.IsEmpty && zone is null)
        {
            hint = "has no zone; add Z or an offset such as +02:00, or declare 'zone' in the definition";
            return false;
        }

        if (text.IsEmpty)
        {
            milliseconds = LocalTime.ToEpochMilliseconds(time, zone!) + fraction + (leapSeconds * 1000L);
            return true;
        }

        if (!TryOffset(text, out int offsetMinutes))
        {
            return false;
        }

        milliseconds = LocalTime.EpochMilliseconds(time) + fraction + (leapSeconds * 1000L) - (offsetMinutes * 60_000L);
        return true;
    }

    private static bool TryDateTime(ReadOnlySpan<byte> text, out DateTime time, out int leapSeconds)
    {
        time = default;
        leapSeconds = 0;
        if (text.Length < DateTimeLength || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        int year = (Two(text) * 100) + Two(text[2..]);
        int month = Two(text[5..]);
        int day = Two(text[8..]);
        int hour = Two(text[11..]);
        int minute = Two(text[14..]);
        int second = Two(text[17..]);
        if (Two(text) < 0 || Two(text[2..]) < 0 || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 60)
        {
            return false;
        }

        leapSeconds = second == 60 ? 1 : 0;
        time = new DateTime(year, month, day, hour, minute, second - leapSeconds);
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, out int milliseconds)
    {
        milliseconds = 0;
        if (text.IsEmpty || text[0] is not ((byte)'.' or (byte)','))
        {
            return true;
        }

        int digits = 1;
        int scale = 100;
        for (; digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
        {
            milliseconds += (text[digits] - '0') * scale;
            scale /= 10;
        }

        text = text[digits..];
        return digits > 1;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
        {
            return text[0] is (byte)'Z' or (byte)'z';
        }

        int colon = text.Length == 6 && text[3] == (byte)':' ? 1 : 0;
        if (text.Length != 5 + colon || text[0] is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }

        int hours = Two(text[1..]);
        int rest = Two(text[(3 + colon)..]);
        minutes = (hours * 60) + rest;
        minutes = text[0] == (byte)'-' ? -minutes : minutes;
        return hours is >= 0 and <= 23 && rest is >= 0 and <= 59;
    }

    /// <summary>Two digits as a number, −1 when there is another character.</summary>
    private static int Two(ReadOnlySpan<byte> text)
    {
        int tens = text[0] - '0';
        int ones = text[1] - '0';
        return tens is >= 0 and <= 9 && ones is >= 0 and <= 9 ? (tens * 10) + ones : -1;
    }
}
