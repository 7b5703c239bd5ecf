using System.Numerics;

namespace SendFlowr.Model.Time;

/// <summary>Writes the digits of an instant in UTC as ASCII, into UTF-16 or UTF-8, without culture and without memory.</summary>
/// <remarks>Pure; safe for all threads. Of the years 1 to 9999, where calendars of .NET end; others throw.</remarks>
internal static class CalendarDigits
{
    /// <summary>Units of <c>yyyy-MM-dd HH:mm</c>.</summary>
    public const int MinuteUnits = 16;

    /// <summary>Units of <c>:ss</c>.</summary>
    public const int SecondUnits = 3;

    /// <summary>Units of <c>.fff</c>.</summary>
    public const int MillisecondUnits = 4;

    /// <summary>Writes <c>yyyy-MM-dd HH:mm</c> with a separator of the caller's in its middle; returns the day of the week.</summary>
    public static DayOfWeek WriteMinute<T>(Span<T> text, long epochMilliseconds, char separator)
        where T : unmanaged, IBinaryInteger<T>
    {
        DateTime date = DateTimeOffset.FromUnixTimeMilliseconds(epochMilliseconds).UtcDateTime;
        date.Deconstruct(out int year, out int month, out int day);
        text = text[..MinuteUnits];
        WriteTwo(text, year / 100);
        WriteTwo(text[2..], year % 100);
        text[4] = T.CreateTruncating('-');
        WriteTwo(text[5..], month);
        text[7] = T.CreateTruncating('-');
        WriteTwo(text[8..], day);
        text[10] = T.CreateTruncating(separator);
        int minute = (int)(date.TimeOfDay.Ticks / TimeSpan.TicksPerMinute);
        WriteTwo(text[11..], minute / 60);
        text[13] = T.CreateTruncating(':');
        WriteTwo(text[14..], minute % 60);
        return date.DayOfWeek;
    }

    /// <summary>Writes <c>:ss</c>.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="millisecondOfMinute">0 … 59,999.</param>
    public static void WriteSecond<T>(Span<T> text, int millisecondOfMinute)
        where T : unmanaged, IBinaryInteger<T>
    {
        text[0] = T.CreateTruncating(':');
        WriteTwo(text[1..], millisecondOfMinute / 1000);
    }

    /// <summary>Writes <c>.fff</c>.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="millisecond">0 … 999.</param>
    public static void WriteMillisecond<T>(Span<T> text, int millisecond)
        where T : unmanaged, IBinaryInteger<T>
    {
        text[0] = T.CreateTruncating('.');
        text[1] = T.CreateTruncating('0' + (millisecond / 100));
        WriteTwo(text[2..], millisecond % 100);
    }

    /// <summary>Milliseconds since the minute's beginning, 0 … 59,999, also before 1970.</summary>
    public static int MillisecondOfMinute(long epochMilliseconds)
    {
        int rest = (int)(epochMilliseconds % Timestamp.MillisecondsPerMinute);
        return rest < 0 ? rest + (int)Timestamp.MillisecondsPerMinute : rest;
    }

    private static void WriteTwo<T>(Span<T> text, int number)
        where T : unmanaged, IBinaryInteger<T>
    {
        text[0] = T.CreateTruncating('0' + (number / 10));
        text[1] = T.CreateTruncating('0' + (number % 10));
    }
}
