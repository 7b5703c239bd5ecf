using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>
/// <c>Thu 2026-03-05 09:03 UTC</c>, with seconds or milliseconds when there are any. Formats itself into a line without a string between.
/// </summary>
internal readonly struct InstantWords(Timestamp time) : ISpanFormattable
{
    private const int DayChars = 4;
    private const int ZoneChars = 4;
    private const int MostChars = DayChars + CalendarDigits.MinuteUnits + CalendarDigits.SecondUnits + CalendarDigits.MillisecondUnits + ZoneChars;
    private const string Days = "Sun Mon Tue Wed Thu Fri Sat ";

    public override string ToString() => ToString(null, null);

    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        Span<char> text = stackalloc char[MostChars];
        TryFormat(text, out int length, default, null);
        return new string(text[..length]);
    }

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        charsWritten = 0;
        if (destination.Length < MostChars)
        {
            return false;
        }

        int rest = CalendarDigits.MillisecondOfMinute(time.EpochMilliseconds);
        DayOfWeek day = CalendarDigits.WriteMinute(destination[DayChars..], time.EpochMilliseconds, ' ');
        Days.AsSpan((int)day * DayChars, DayChars).CopyTo(destination);
        int length = DayChars + CalendarDigits.MinuteUnits;
        if (rest != 0)
        {
            CalendarDigits.WriteSecond(destination[length..], rest);
            length += CalendarDigits.SecondUnits;
        }

        if (rest % 1000 != 0)
        {
            CalendarDigits.WriteMillisecond(destination[length..], rest % 1000);
            length += CalendarDigits.MillisecondUnits;
        }

        " UTC".CopyTo(destination[length..]);
        charsWritten = length + ZoneChars;
        return true;
    }
}
