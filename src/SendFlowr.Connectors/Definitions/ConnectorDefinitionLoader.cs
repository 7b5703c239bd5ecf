using System.Text;
using SendFlowr.Connectors.Yaml;
using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Definitions;

/// <summary>Reads connector definitions. Every error of a file is reported at once, each with file, line, column, value and remedy.</summary>
public static class ConnectorDefinitionLoader
{
    private static readonly (string Word, DocumentFormat Value)[] Formats =
        [("ndjson", DocumentFormat.Ndjson), ("json", DocumentFormat.Json), ("csv", DocumentFormat.Csv)];

    private static readonly (string Word, bool Value)[] UnknownFieldChoices = [("ignore", false), ("reject", true)];

    /// <summary>Reads a definition file.</summary>
    /// <exception cref="YamlFileException">The file is no valid definition.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ConnectorDefinition LoadFile(string path)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(ReadLimited(path));
        }
        catch (DecoderFallbackException)
        {
            throw new YamlFileException([new YamlError(path, 1, 1, "the file is not UTF-8 text; a definition is a YAML file saved as UTF-8.")]);
        }

        return Load(text.TrimStart('\uFEFF'), path);
    }

    /// <summary>Reads a definition from its text.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="file">The name that errors show.</param>
    /// <exception cref="YamlFileException">The text is no valid definition.</exception>
    public static ConnectorDefinition Load(string text, string file)
    {
        YamlErrors errors = new(file);
        YamlNode? root = YamlDocument.Parse(text, errors);
        errors.ThrowIfAny();
        YamlMap map = new(root!, "", errors);
        errors.ThrowIfAny();
        ConnectorDefinition definition = Read(map, new DefinitionContext(errors, IdentifierRules.Default));
        map.End();
        errors.ThrowIfAny();
        return definition;
    }

    private static byte[] ReadLimited(string path)
    {
        FileInfo info = new(path);
        if (info.Exists && info.Length > YamlDocument.MaxCharacters)
        {
            throw new YamlFileException([new YamlError(
                path, 1, 1, $"the file has {info.Length} bytes; a definition has at most {YamlDocument.MaxCharacters}. Is it the right file?")]);
        }

        return File.ReadAllBytes(path);
    }

    private static ConnectorDefinition Read(YamlMap map, DefinitionContext context)
    {
        string name = map.RequiredText("connector");
        if (name.Length > 0 && !IsName(name))
        {
            context.Errors.Add(map.Find("connector")!, $"connector: '{name}' is not a name; use lower-case letters, digits and _, at most 64, beginning with a letter.");
        }

        int version = (int)map.Integer("version", 1, int.MaxValue, 1);
        string description = map.Text("description") ?? "";
        context.Format = map.Has("format") ? map.Choice("format", Formats, DocumentFormat.Ndjson) : null;
        context.DefaultZone = TimeReader.Zone(map, context);
        context.DefaultCountry = context.Country(map, "default_country");
        bool rejectUnknown = map.Choice("unknown_fields", UnknownFieldChoices, false);
        DocumentPath? split = context.PathOf(map, "split");
        if (split is not null && context.Format == DocumentFormat.Csv)
        {
            context.Errors.Add(map.Find("split")!, "split: a CSV record is one event; remove this key, or 'format: csv'.");
        }

        (ValueDefinition? eventId, IReadOnlyList<DocumentPath> eventIdHash) = EventId(map, context);
        (IReadOnlyList<MachineRule> machineRules, ValueDefinition? machineValue) = EventTypeReader.Machine(map, context);
        return new ConnectorDefinition
        {
            Name = name,
            Version = version,
            Description = description,
            Format = context.Format,
            CsvDelimiter = Delimiter(map, context),
            RejectUnknownFields = rejectUnknown,
            Split = split,
            Ignore = [.. map.List("ignore").Select(node => ConditionReader.Read(node, "ignore", context))],
            EventType = EventTypeReader.Read(map, context),
            EventId = eventId,
            EventIdHash = eventIdHash,
            OccurredAt = TimeReader.Read(map, "occurred_at", required: true, context)!,
            Provider = ValueReader.ConstantOr(map, "provider", context) ?? ValueDefinition.OfConstant(""),
            Channel = ValueReader.ConstantOr(map, "channel", context) ?? ValueDefinition.OfConstant(""),
            Identifiers = IdentifierReader.Read(map, context),
            RequestId = ValueReader.Optional(map, "request_id", context),
            MessageId = ValueReader.Optional(map, "message_id", context),
            CampaignId = ValueReader.Optional(map, "campaign_id", context),
            CampaignType = ValueReader.Optional(map, "campaign_type", context),
            SentAt = TimeReader.Read(map, "sent_at", required: false, context),
            DeliveredAt = TimeReader.Read(map, "delivered_at", required: false, context),
            MachineRules = machineRules,
            MachineValue = machineValue,
            UtcOffsetMinutes = ValueReader.Optional(map, "utc_offset_minutes", context),
            TimeZone = ValueReader.Optional(map, "time_zone", context),
            Attributes = AttributeReader.Named(map, context),
            AttributesFrom = AttributeReader.From(map, context),
        };
    }

    private static (ValueDefinition? Value, IReadOnlyList<DocumentPath> Hash) EventId(YamlMap map, DefinitionContext context)
    {
        YamlNode? node = map.Require("event_id");
        if (node is null)
        {
            return (null, []);
        }

        if (node.Kind != YamlKind.Mapping || !node.Entries.Any(entry => entry.Key.Text == "hash"))
        {
            return (ValueReader.Read(node, "event_id", context), []);
        }

        YamlMap inner = new(node, "event_id", context.Errors);
        List<DocumentPath> paths = [];
        foreach (YamlNode item in inner.List("hash"))
        {
            if (context.PathOf(item, "event_id.hash") is { } path)
            {
                paths.Add(path);
            }
        }

        inner.End();
        if (paths.Count == 0 && !context.Errors.Any)
        {
            context.Errors.Add(node, "event_id.hash: names no field; list the paths that together make an event unique.");
        }

        return (null, paths);
    }

    private static char Delimiter(YamlMap map, DefinitionContext context)
    {
        string? text = map.Text("csv_delimiter");
        if (text is null or "," or ";" or "\t" or "|")
        {
            return text is null ? ',' : text[0];
        }

        context.Errors.Add(map.Find("csv_delimiter")!, $"csv_delimiter: '{text}' is not allowed; allowed are \",\", \";\", \"|\" and \"\\t\".");
        return ',';
    }

    private static bool IsName(string name) =>
        name.Length <= 64 && char.IsAsciiLetterLower(name[0]) && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');
}
