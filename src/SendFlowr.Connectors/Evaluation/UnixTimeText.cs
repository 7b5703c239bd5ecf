using System.Buffers;
using SendFlowr.Connectors.Definitions;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>Reads times counted from 1970-01-01T00:00:00Z, from their digits, never through a floating-point number.</summary>
internal static class UnixTimeText
{
    /// <summary>Milliseconds have 11 digits from March 1973 on, so fewer are seconds.</summary>
    private const int MaxDigitsOfSeconds = 10;

    private static readonly SearchValues<byte> NumberCharacters = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>Reads an optional minus, digits and, for seconds only, a fraction.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, TimeFormatKind unit, out long milliseconds, ref string hint)
    {
        milliseconds = 0;
        bool negative = !text.IsEmpty && text[0] == (byte)'-';
        ReadOnlySpan<byte> digits = negative ? text[1..] : text;
        int point = digits.IndexOf((byte)'.');
        ReadOnlySpan<byte> fraction = point < 0 ? [] : digits[(point + 1)..];
        digits = point < 0 ? digits : digits[..point];
        if (!AllDigits(digits) || digits.IsEmpty || digits.Length > 19 || (point >= 0 && (fraction.IsEmpty || !AllDigits(fraction))))
        {
            if (IsNumberLike(text))
            {
                hint = "is a number with an exponent or too many digits; send a plain whole number";
            }

            return false;
        }

        if (point >= 0 && unit != TimeFormatKind.UnixSeconds)
        {
            hint = "has a fraction; only seconds (unix_s) may have one";
            return false;
        }

        if (Mismatch(digits.Length, unit) is { } mismatch)
        {
            hint = mismatch;
            return false;
        }

        if (!TryNumber(digits, out long value))
        {
            hint = "is a number with too many digits";
            return false;
        }

        long magnitude = ToMilliseconds(value, fraction, unit);
        milliseconds = negative ? -magnitude : magnitude;
        return true;
    }

    private static string? Mismatch(int digits, TimeFormatKind unit) => unit switch
    {
        TimeFormatKind.UnixMilliseconds when digits <= MaxDigitsOfSeconds =>
            "has 10 digits or fewer: milliseconds, not seconds",
        TimeFormatKind.UnixSeconds when digits > 12 => "has too many digits for seconds; declare unix_ms, unix_us or unix_ns",
        TimeFormatKind.UnixMicroseconds when digits <= 13 => "has too few digits for microseconds; declare unix_s or unix_ms",
        TimeFormatKind.UnixNanoseconds when digits <= 16 => "has too few digits for nanoseconds; declare unix_s, unix_ms or unix_us",
        _ => null,
    };

    private static long ToMilliseconds(long value, ReadOnlySpan<byte> fraction, TimeFormatKind unit)
    {
        switch (unit)
        {
            case TimeFormatKind.UnixMicroseconds:
                return value / 1000;
            case TimeFormatKind.UnixNanoseconds:
                return value / 1_000_000;
            case TimeFormatKind.UnixMilliseconds:
                return value;
            default:
                long milliseconds = value * 1000;
                long scale = 100;
                for (int i = 0; i < fraction.Length && scale > 0; i++, scale /= 10)
                {
                    milliseconds += (fraction[i] - '0') * scale;
                }

                return milliseconds;
        }
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out long value)
    {
        value = 0;
        foreach (byte digit in digits)
        {
            int next = digit - '0';
            if (value > (long.MaxValue - next) / 10)
            {
                return false;
            }

            value = (value * 10) + next;
        }

        return true;
    }

    private static bool AllDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool IsNumberLike(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && text[^1] is >= (byte)'0' and <= (byte)'9' && !text.ContainsAnyExcept(NumberCharacters) && text.IndexOf((byte)'-') <= 0;
}
