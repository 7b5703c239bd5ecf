using System.Buffers;
using System.Globalization;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>Checks on the fields that say which clock a person lives by.</summary>
internal static class ClockText
{
    private const int MaxOffsetMinutes = 18 * 60;

    /// <summary>What IANA zone names are written with. Whether the zone exists depends on the machine, so it is not asked here.</summary>
    public static SearchValues<char> ZoneCharacters { get; } =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

    public static bool TryOffsetMinutes(string text, out int minutes) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out minutes)
        && minutes is >= -MaxOffsetMinutes and <= MaxOffsetMinutes;
}
