using System.Globalization;
using System.Text.Json;

namespace SendFlowr.Model.Signals;

/// <summary>One JSON object of a rules file, read strictly: every field is typed, bounded and known.</summary>
internal readonly struct RulesObject
{
    private const int MaxNameLength = 64;

    private readonly JsonElement _element;
    private readonly string _path;

    public RulesObject(JsonElement element, string path, params ReadOnlySpan<string> fields)
    {
        _element = element;
        _path = path;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Error(path, $"is {Kind(element)}", "write an object with the fields " + string.Join(", ", fields.ToArray()));
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!fields.Contains(property.Name))
            {
                throw Error(Path(property.Name), "is not a known field", "use one of " + string.Join(", ", fields.ToArray()));
            }
        }
    }

    public static SignalRulesException Error(string path, string problem, string remedy) => new($"{path} {problem}: {remedy}.");

    public string Path(string field) => $"{_path}.{field}";

    public bool Has(string field) => _element.TryGetProperty(field, out _);

    public JsonElement Required(string field) => _element.TryGetProperty(field, out JsonElement value)
        ? value
        : throw Error(Path(field), "is missing", "add it");

    public double Number(string field, double least, double most)
    {
        JsonElement value = Required(field);
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most)
        {
            return number;
        }

        throw Error(Path(field), $"is {Kind(value)}", string.Create(CultureInfo.InvariantCulture, $"write a number from {least} to {most}"));
    }

    public int Integer(string field, int least, int most)
    {
        JsonElement value = Required(field);
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most)
        {
            return number;
        }

        throw Error(Path(field), $"is {Kind(value)}", string.Create(CultureInfo.InvariantCulture, $"write a whole number from {least} to {most}"));
    }

    /// <summary>True when the field is there and true; false when it is absent or false.</summary>
    public bool Flag(string field)
    {
        if (!_element.TryGetProperty(field, out JsonElement value))
        {
            return false;
        }

        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Error(Path(field), $"is {Kind(value)}", "write true or false"),
        };
    }

    /// <summary>A name of 1 to 64 characters a–z, 0–9, underscore, hyphen or dot.</summary>
    public string Name(string field)
    {
        JsonElement value = Required(field);
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (text is { Length: >= 1 and <= MaxNameLength } && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-' or '.'))
        {
            return text;
        }

        throw Error(Path(field), $"is {Kind(value)}", $"write a name of 1 to {MaxNameLength} characters a–z, 0–9, _, - or .");
    }

    public string? OptionalName(string field) => Has(field) ? Name(field) : null;

    public JsonElement Array(string field, int most)
    {
        JsonElement value = Required(field);
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Error(Path(field), $"is {Kind(value)}", "write an array");
        }

        return value.GetArrayLength() <= most
            ? value
            : throw Error(Path(field), $"has {value.GetArrayLength()} entries", $"keep it to {most}");
    }

    private static string Kind(JsonElement value)
    {
        const int shown = 40;
        string text = value.GetRawText();
        return text.Length <= shown ? text : text[..shown] + "…";
    }
}
