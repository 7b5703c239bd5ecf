using System.CommandLine;
using System.Globalization;
using SendFlowr.Model.Time;

namespace SendFlowr.Cli.Frame;

/// <summary>Options that take an instant (RFC 3339 with a zone, or integer epoch milliseconds) or a UTC date.</summary>
internal static class InstantOption
{
    private const int MaxDigitsOfSeconds = 10;

    /// <summary>An option for an instant; null when it is not given.</summary>
    public static Option<Timestamp?> Create(string name) => new(name)
    {
        HelpName = "T",
        CustomParser = result =>
        {
            if (TryParse(result.Tokens[0].Value, out Timestamp instant, out string fault))
            {
                return instant;
            }

            result.AddError($"{name} {fault}");
            return null;
        },
    };

    /// <summary>An option for a UTC date such as <c>2026-03-01</c>, read as its 00:00; null when it is not given.</summary>
    public static Option<Timestamp?> CreateDate(string name) => new(name)
    {
        HelpName = "DATE",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            {
                return Timestamp.FromEpochDay(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
            }

            result.AddError($"{name} takes a UTC date such as 2026-03-01, not '{text}'.");
            return null;
        },
    };

    /// <summary>Reads an instant; <paramref name="fault"/> completes a sentence that begins with the name of what was read.</summary>
    public static bool TryParse(string text, out Timestamp instant, out string fault)
    {
        fault = "";
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long milliseconds))
        {
            instant = new Timestamp(milliseconds);
            if (text.TrimStart('+', '-').Length > MaxDigitsOfSeconds)
            {
                return true;
            }

            fault = $"is '{text}', which looks like seconds: give milliseconds, not seconds, or RFC 3339 with a zone.";
            return false;
        }

        if (Rfc3339.TryParse(text, out instant))
        {
            return true;
        }

        fault = $"takes a time such as 2026-03-01T09:00:00Z or 2026-03-01T10:00:00+01:00 (the zone is required), or epoch milliseconds, not '{text}'.";
        return false;
    }
}
