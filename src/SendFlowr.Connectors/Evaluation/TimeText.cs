using System.Globalization;
using System.Text;
using SendFlowr.Connectors.Definitions;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>Reads instants from text. Milliseconds are rounded toward the past.</summary>
internal static class TimeText
{
    private const int MaxChars = 64;

    private static readonly SearchTable Whitespace = new(" \t\r\n"u8);

    /// <summary>Tries the formats in order. On failure the clause says what is wrong, never the value.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> text, CaptureKind kind, TimePlan plan, out long milliseconds, out string problem)
    {
        text = Whitespace.Trim(text);
        problem = "";
        foreach (TimeFormat format in plan.Formats)
        {
            string hint = "";
            bool read = format.Kind switch
            {
                TimeFormatKind.Rfc3339 => kind == CaptureKind.Text & Rfc3339Text.TryRead(text, plan.Zone, out milliseconds, ref hint),
                TimeFormatKind.Pattern => TryPattern(text, format, plan.Zone, out milliseconds, ref hint),
                _ => UnixTimeText.TryRead(text, format.Kind, out milliseconds, ref hint),
            };
            if (read)
            {
                return true;
            }

            problem = problem.Length == 0 ? hint : problem;
        }

        milliseconds = 0;
        problem = problem.Length == 0 ? $"is not a time in the declared format ({Describe(plan.Formats)})" : problem;
        return false;
    }

    private static string Describe(TimeFormat[] formats) => string.Join(", ", formats.Select(format => format.Kind switch
    {
        TimeFormatKind.Rfc3339 => "rfc3339",
        TimeFormatKind.UnixSeconds => "unix_s",
        TimeFormatKind.UnixMilliseconds => "unix_ms",
        TimeFormatKind.UnixMicroseconds => "unix_us",
        TimeFormatKind.UnixNanoseconds => "unix_ns",
        _ => format.Pattern,
    }));

    private static bool TryPattern(ReadOnlySpan<byte> text, TimeFormat format, TimeZoneInfo? zone, out long milliseconds, ref string hint)
    {
        milliseconds = 0;
        Span<char> chars = stackalloc char[MaxChars];
        if (!Encoding.UTF8.TryGetChars(text, chars, out int count)
            || !DateTime.TryParseExact(
                chars[..count], format.Pattern, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out DateTime time))
        {
            return false;
        }

        if (time.Kind == DateTimeKind.Unspecified && zone is null)
        {
            hint = "has no zone; add one to the text, or declare 'zone' in the definition";
            return false;
        }

        milliseconds = time.Kind == DateTimeKind.Unspecified
            ? LocalTime.ToEpochMilliseconds(time, zone!)
            : LocalTime.EpochMilliseconds(time);
        return true;
    }
}
