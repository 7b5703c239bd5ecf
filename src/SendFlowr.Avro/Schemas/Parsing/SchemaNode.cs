using System.Text.Json;

namespace SendFlowr.Avro.Schemas.Parsing;

/// <summary>A piece of schema JSON together with its path, which every error names.</summary>
internal readonly record struct SchemaNode(JsonElement Json, string Path)
{
    public AvroSchemaException Error(string problem, string remedy) => new(Path, problem, remedy);

    /// <summary>The value as it stands in the text, cut to a length that fits an error.</summary>
    public string Shown()
    {
        const int MaxLength = 60;
        string text = Json.GetRawText();
        return text.Length <= MaxLength ? text : text[..MaxLength] + "…";
    }

    public SchemaNode? Find(string name) =>
        Json.TryGetProperty(name, out JsonElement value) ? new SchemaNode(value, $"{Path}.{name}") : null;

    public SchemaNode Required(string name) =>
        Find(name) ?? throw Error($"'{name}' is missing", $"Add '{name}'");

    public string RequiredText(string name) => Required(name).Text();

    public string? OptionalText(string name) => Find(name)?.Text();

    public string Text() =>
        Json.ValueKind == JsonValueKind.String ? Json.GetString()! : throw Error($"{Shown()} is no text", "Write a JSON string here");

    public IEnumerable<SchemaNode> Items()
    {
        if (Json.ValueKind != JsonValueKind.Array)
            throw Error($"{Shown()} is no list", "Write a JSON array here");
        return Enumerate();
    }

    /// <summary>A list of names that obey the rule, without repetition.</summary>
    public string[] Names(Func<string, bool> isValid, string remedy)
    {
        List<string> names = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (SchemaNode item in Items())
        {
            string name = item.Text();
            if (!isValid(name))
                throw item.Error($"'{name}' is no valid name", remedy);
            if (!seen.Add(name))
                throw item.Error($"'{name}' is there twice", "Remove one of them");
            names.Add(name);
        }

        return [.. names];
    }

    private IEnumerable<SchemaNode> Enumerate()
    {
        int index = 0;
        foreach (JsonElement item in Json.EnumerateArray())
            yield return new SchemaNode(item, $"{Path}[{index++}]");
    }
}
