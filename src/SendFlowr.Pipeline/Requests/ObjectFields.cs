using System.Globalization;
using System.Text;
using System.Text.Json;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Texts;

namespace SendFlowr.Pipeline.Requests;

/// <summary>
/// One JSON object whose fields are taken by name, strictly: what is not taken in the end is unknown, a name stands once, and types are not
/// converted. The first fault is kept; what is read after it is of no use.
/// </summary>
/// <remarks>A field that is null counts as absent. Not thread-safe.</remarks>
public sealed class ObjectFields
{
    private const int ShownCharacters = 64;

    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly string _prefix;

    private ObjectFields(JsonElement value, string prefix)
    {
        _prefix = prefix;
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (!_values.TryAdd(property.Name, property.Value))
            {
                Fail(new FieldProblem(RejectionReason.DuplicateKey, Path(Shown(property.Name)), "there twice", "give it once"));
            }
        }
    }

    /// <summary>The first fault; null as long as all is well.</summary>
    public FieldProblem? Problem { get; private set; }

    /// <summary>Opens an object; null with the problem when the bytes are not one.</summary>
    public static ObjectFields? Parse(ReadOnlySpan<byte> utf8, out FieldProblem? problem)
    {
        problem = JsonShape.Check(utf8);
        if (problem is not null)
        {
            return null;
        }

        Utf8JsonReader reader = new(utf8, JsonShape.Options);
        return new ObjectFields(JsonElement.ParseValue(ref reader), "");
    }

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string name) => _values.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Keeps a fault unless there is one already.</summary>
    public void Fail(FieldProblem problem) => Problem ??= problem;

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string name, int maxBytes)
    {
        if (!Has(name))
        {
            _taken.Add(name);
            Fail(new FieldProblem(RejectionReason.MissingField, Path(name), "missing", "give it, it is required"));
            return "";
        }

        return Text(name, maxBytes) ?? "";
    }

    /// <summary>A text without control characters and not empty; null when it is absent.</summary>
    public string? Text(string name, int maxBytes)
    {
        if (Take(name, JsonValueKind.String, "a text") is not { } value)
        {
            return null;
        }

        string text = value.GetString()!;
        FieldProblem? problem = TextRules.Check(Path(name), text, maxBytes);
        if (problem is not null)
        {
            Fail(problem);
        }

        return text;
    }

    /// <summary>A whole number; null when it is absent.</summary>
    public long? Integer(string name, long least, long most)
    {
        if (Take(name, JsonValueKind.Number, "a whole number") is not { } value)
        {
            return null;
        }

        if (!value.TryGetInt64(out long number) || number < least || number > most)
        {
            Fail(new FieldProblem(RejectionReason.BadValue, Path(name), Shown(value.GetRawText()), $"give a whole number from {least} to {most}"));
            return null;
        }

        return number;
    }

    /// <summary>A number; null when it is absent.</summary>
    public double? Number(string name, double least, double most)
    {
        if (Take(name, JsonValueKind.Number, "a number") is not { } value)
        {
            return null;
        }

        if (!value.TryGetDouble(out double number) || !(number >= least && number <= most))
        {
            string allowed = string.Create(CultureInfo.InvariantCulture, $"give a number from {least} to {most}");
            Fail(new FieldProblem(RejectionReason.BadValue, Path(name), Shown(value.GetRawText()), allowed));
            return null;
        }

        return number;
    }

    /// <summary>An instant; null when it is absent.</summary>
    public Timestamp? Time(string name)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        Timestamp instant = default;
        long number = 0;
        bool isRead = value.ValueKind switch
        {
            JsonValueKind.String => InstantText.TryRead(value.GetString()!, out instant),
            JsonValueKind.Number => value.TryGetInt64(out number) && InstantText.TryRead(number, out instant),
            _ => Wrong(name, value, "a time"),
        };
        if (!isRead)
        {
            bool isSeconds = value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out number) && InstantText.LooksLikeSeconds(number);
            string remedy = isSeconds ? InstantText.SecondsRemedy : InstantText.Remedy;
            Fail(new FieldProblem(RejectionReason.BadTime, Path(name), Shown(value.GetRawText()), remedy));
            return null;
        }

        return instant;
    }

    /// <summary>One of a list of words; the first one when it is absent.</summary>
    public int Choice(string name, params ReadOnlySpan<string> words)
    {
        if (Take(name, JsonValueKind.String, "a text") is not { } value)
        {
            return 0;
        }

        int index = words.IndexOf(value.GetString()!);
        if (index < 0)
        {
            Fail(new FieldProblem(
                RejectionReason.BadValue, Path(name), $"'{Shown(value.GetString()!)}'", $"give one of {string.Join(", ", words.ToArray())}"));
        }

        return Math.Max(0, index);
    }

    /// <summary>An object of texts, by name; empty when it is absent. Names and values together have a limit.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Texts(string name, int maxEntries, int maxBytes)
    {
        if (Take(name, JsonValueKind.Object, "an object of texts") is not { } value)
        {
            return [];
        }

        SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            string path = $"{Path(name)}.{Shown(property.Name)}";
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                Fail(new FieldProblem(RejectionReason.WrongType, path, Kind(property.Value), "give a text"));
            }
            else if (!texts.TryAdd(property.Name, property.Value.GetString()!))
            {
                Fail(new FieldProblem(RejectionReason.DuplicateKey, path, "there twice", "give it once"));
            }
        }

        if (TextRules.CheckEntries(Path(name), texts, maxEntries, maxBytes) is { } problem)
        {
            Fail(problem);
        }

        return [.. texts];
    }

    /// <summary>A list of objects; empty when it is absent. Faults of the items become faults of this object.</summary>
    public IReadOnlyList<T> Items<T>(string name, int maxItems, Func<ObjectFields, T> read)
    {
        if (Take(name, JsonValueKind.Array, "a list") is not { } value)
        {
            return [];
        }

        List<T> items = [];
        if (value.GetArrayLength() > maxItems)
        {
            Fail(new FieldProblem(
                RejectionReason.TooLarge, Path(name), $"a list of {value.GetArrayLength()} items", $"give at most {maxItems}"));
            return items;
        }

        foreach (JsonElement item in value.EnumerateArray())
        {
            string path = $"{Path(name)}[{items.Count}]";
            if (item.ValueKind != JsonValueKind.Object)
            {
                Fail(new FieldProblem(RejectionReason.WrongType, path, Kind(item), "give an object"));
                return items;
            }

            ObjectFields fields = new(item, path + ".");
            items.Add(read(fields));
            fields.End();
            if (fields.Problem is { } problem)
            {
                Fail(problem);
            }
        }

        return items;
    }

    /// <summary>All fields have been taken: what is left is unknown.</summary>
    public void End()
    {
        foreach (string name in _values.Keys)
        {
            if (!_taken.Contains(name))
            {
                string? nearest = Spelling.Nearest(name, _taken);
                string remedy = nearest is null ? "leave it out" : $"did you mean {nearest}? Otherwise leave it out";
                Fail(new FieldProblem(RejectionReason.UnknownField, Path(Shown(name)), "not a field of this object", remedy));
            }
        }
    }

    private JsonElement? Take(string name)
    {
        _taken.Add(name);
        return Has(name) ? _values[name] : null;
    }

    private JsonElement? Take(string name, JsonValueKind kind, string wanted)
    {
        JsonElement? value = Take(name);
        if (value is { } found && found.ValueKind != kind)
        {
            Wrong(name, found, wanted);
            return null;
        }

        return value;
    }

    private bool Wrong(string name, JsonElement value, string wanted)
    {
        Fail(new FieldProblem(RejectionReason.WrongType, Path(name), Kind(value), $"give {wanted}"));
        return false;
    }

    private string Path(string name) => _prefix + name;

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    /// <summary>Cut, and without characters that could play with a terminal or a log.</summary>
    private static string Shown(string text)
    {
        StringBuilder shown = new();
        foreach (char letter in text.AsSpan(0, Math.Min(text.Length, ShownCharacters)))
        {
            shown.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter);
        }

        return text.Length > ShownCharacters ? shown.Append('…').ToString() : shown.ToString();
    }
}
