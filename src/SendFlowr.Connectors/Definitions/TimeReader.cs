using System.Globalization;
using SendFlowr.Connectors.Yaml;

namespace SendFlowr.Connectors.Definitions;

/// <summary>Reads instants: where they stand, how they are written, and the zone of those without one.</summary>
internal static class TimeReader
{
    private const string FormatWords = "rfc3339, unix_s, unix_ms, unix_us, unix_ns or a pattern such as \"dd.MM.yyyy HH:mm:ss\"";

    private static readonly DateTimeOffset Probe = new(2023, 11, 27, 19, 48, 59, 123, TimeSpan.FromMinutes(90));

    public static TimeDefinition? Read(YamlMap map, string key, bool required, DefinitionContext context)
    {
        YamlNode? node = required ? map.Require(key) : map.Find(key);
        if (node is null)
        {
            return null;
        }

        string path = map.PathOf(key);
        if (node.Kind != YamlKind.Mapping)
        {
            return new TimeDefinition(new ValueDefinition { Path = context.PathOf(node, path) }, [Rfc3339(context.DefaultZone)], context.DefaultZone);
        }

        YamlMap inner = new(node, path, context.Errors);
        ValueDefinition value = ReadValue(inner, context);
        TimeZoneInfo? zone = Zone(inner, context) ?? context.DefaultZone;
        List<TimeFormat> formats = [.. inner.List("format").Select(item => Format(item, inner.PathOf("format"), zone, context)).OfType<TimeFormat>()];
        if (formats.Count == 0)
        {
            formats.Add(Rfc3339(zone));
        }

        inner.End();
        return new TimeDefinition(value, formats, zone);
    }

    /// <summary>The <c>zone</c> key of a mapping: an IANA name or a fixed offset; null when absent or wrong.</summary>
    public static TimeZoneInfo? Zone(YamlMap map, DefinitionContext context)
    {
        string? text = map.Text("zone");
        if (text is null)
        {
            return null;
        }

        if (text is "UTC" or "Z")
        {
            return TimeZoneInfo.Utc;
        }

        if (TryOffset(text, out TimeSpan offset))
        {
            return TimeZoneInfo.CreateCustomTimeZone(text, offset, text, text);
        }

        if (text.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(text, out TimeZoneInfo? zone))
        {
            return zone;
        }

        context.Errors.Add(
            map.Find("zone")!,
            $"{map.PathOf("zone")}: '{text}' is not a zone known here; give an IANA name such as Europe/Berlin, an offset such as +02:00, or UTC.");
        return null;
    }

    private static ValueDefinition ReadValue(YamlMap map, DefinitionContext context)
    {
        DocumentPath? path = context.PathOf(map, "path");
        List<ValueDefinition> alternatives = [];
        foreach (YamlNode item in map.List("first_of"))
        {
            alternatives.Add(new ValueDefinition { Path = context.PathOf(item, map.PathOf("first_of")) });
        }

        if (map.Has("path") == map.Has("first_of"))
        {
            context.Errors.Add(map.Node, $"{map.Path}: give exactly one of path and first_of.");
        }

        return new ValueDefinition { Path = path, FirstOf = alternatives, Optional = map.Flag("optional", false) };
    }

    private static TimeFormat? Format(YamlNode node, string path, TimeZoneInfo? zone, DefinitionContext context)
    {
        switch (node.Text)
        {
            case "rfc3339":
                return Rfc3339(zone);
            case "unix_s":
                return new TimeFormat(TimeFormatKind.UnixSeconds, "", true);
            case "unix_ms":
                return new TimeFormat(TimeFormatKind.UnixMilliseconds, "", true);
            case "unix_us":
                return new TimeFormat(TimeFormatKind.UnixMicroseconds, "", true);
            case "unix_ns":
                return new TimeFormat(TimeFormatKind.UnixNanoseconds, "", true);
            default:
                return Pattern(node, path, zone, context);
        }
    }

    private static TimeFormat Rfc3339(TimeZoneInfo? zone) => new(TimeFormatKind.Rfc3339, "", zone is null);

    private static TimeFormat? Pattern(YamlNode node, string path, TimeZoneInfo? zone, DefinitionContext context)
    {
        string pattern = node.Text;
        bool looksLikePattern = pattern.Contains("yy", StringComparison.Ordinal)
            && pattern.Contains('M', StringComparison.Ordinal)
            && pattern.Contains('d', StringComparison.Ordinal)
            && pattern.Length <= 64;
        if (node.Kind != YamlKind.Scalar || !looksLikePattern || !Parses(pattern))
        {
            context.Errors.Add(node, $"{path}: {node.Description} is not a time format; allowed are {FormatWords} (year yyyy, month M, day d).");
            return null;
        }

        bool hasZone = pattern.Contains('z', StringComparison.Ordinal) || pattern.Contains('K', StringComparison.Ordinal);
        if (!hasZone && zone is null)
        {
            context.Errors.Add(node, $"{path}: times written '{pattern}' have no zone, so the definition must say it: add 'zone: Europe/Berlin' (IANA), 'zone: +02:00' or 'zone: UTC' beside the format.");
        }

        return new TimeFormat(TimeFormatKind.Pattern, pattern, hasZone);
    }

    private static bool Parses(string pattern)
    {
        try
        {
            string text = Probe.ToString(pattern, CultureInfo.InvariantCulture);
            return DateTimeOffset.TryParseExact(
                    text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset read)
                && read.Date == Probe.Date;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool TryOffset(string text, out TimeSpan offset)
    {
        offset = default;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !int.TryParse(text.AsSpan(1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int hours)
            || !int.TryParse(text.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int minutes)
            || hours > 14 || minutes > 59 || (hours == 14 && minutes > 0))
        {
            return false;
        }

        offset = TimeSpan.FromMinutes((text[0] == '-' ? -1 : 1) * ((hours * 60) + minutes));
        return true;
    }
}
