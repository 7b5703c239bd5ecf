using System.Globalization;
using SendFlowr.Model.Zones;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>Checks on the fields that say which clock a person lives by.</summary>
internal static class ClockText
{
    private const int MaxOffsetMinutes = 18 * 60;

    /// <summary>Whether there is a zone of this name, which a person's habits can be kept in.</summary>
    public static bool IsZone(string name) => ZoneNames.Default.TryGetNumber(name, out _);

    public static bool TryOffsetMinutes(string text, out int minutes) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out minutes)
        && minutes is >= -MaxOffsetMinutes and <= MaxOffsetMinutes;
}
