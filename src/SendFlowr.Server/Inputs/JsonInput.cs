using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Inputs;

/// <summary>
/// Reads one JSON object strictly: valid UTF-8, no field twice, none that is not known, every value of its type and within its limits,
/// nothing after the object. A null is the same as leaving the field out. Thread-safe.
/// </summary>
internal static class JsonInput
{
    /// <summary>Levels of nesting.</summary>
    public const int MaxDepth = 32;

    private const int MaxNameChars = 256;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private static readonly InputTable ItemTable = new(
        InputField.Text("type", "Type of the identifier, for example email or shopify_customer_id.", 64) with { IsRequired = true, IsIdentifying = true },
        InputField.Text("source", "The instance that issues the value, where there are several.", 128) with { IsIdentifying = true, Default = "default" },
        InputField.Text("value", "The value, as the sender has it.", 1024) with { IsRequired = true, IsIdentifying = true });

    /// <summary>The fields of an item of a list of identifiers.</summary>
    public static InputTable Item => ItemTable;

    /// <exception cref="RefusedException">Not such an object; names the field.</exception>
    public static InputValues Read(ReadOnlySpan<byte> json, InputTable table)
    {
        if (!Utf8.IsValid(json))
        {
            throw new RefusedException(ProblemType.MalformedJson, "the body is not valid UTF-8; send UTF-8.");
        }

        Utf8JsonReader reader = new(json, Options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new RefusedException(ProblemType.MalformedJson, $"one JSON object is expected, such as {Sample(table)}.");
            }

            InputValues values = ReadObject(ref reader, table, "");
            reader.Read();
            return values.Complete("");
        }
        catch (JsonException)
        {
            // The exception's own text quotes the body, so only the place is passed on.
            throw Malformed(json, reader);
        }
    }

    private static RefusedException Malformed(ReadOnlySpan<byte> json, in Utf8JsonReader reader)
    {
        bool opened = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        bool deep = reader.CurrentDepth + (opened ? 1 : 0) >= MaxDepth;
        string what = deep
            ? $"the JSON is nested deeper than {MaxDepth} levels"
            : string.Create(CultureInfo.InvariantCulture, $"the JSON is not valid at byte {reader.BytesConsumed} of {json.Length}");
        return new RefusedException(ProblemType.MalformedJson, what + "; send one whole JSON object.");
    }

    private static InputValues ReadObject(ref Utf8JsonReader reader, InputTable table, string prefix)
    {
        InputValues values = new(table);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int place = FindField(ref reader, table, prefix);
            InputField field = table.Fields[place];
            string path = prefix.Length == 0 ? field.Name : prefix + field.Name;
            if (!values.Mark(place))
            {
                throw new RefusedException(ProblemType.DuplicateField, $"'{path}' is given twice; give it once.", path);
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
            {
                ReadValue(ref reader, values, field, place, path);
            }
        }

        return values;
    }

    private static int FindField(ref Utf8JsonReader reader, InputTable table, string prefix)
    {
        Span<char> name = stackalloc char[MaxNameChars];
        if (reader.ValueSpan.Length > MaxNameChars)
        {
            throw Unknown(table, prefix, $"a name of {reader.ValueSpan.Length} bytes");
        }

        try
        {
            name = name[..reader.CopyString(name)];
        }
        catch (InvalidOperationException)
        {
            throw Unknown(table, prefix, "a name that is no valid Unicode text");
        }

        int place = table.Find(name);
        return place >= 0 ? place : throw Unknown(table, prefix, ShownValue.Name(name));
    }

    private static RefusedException Unknown(InputTable table, string prefix, string shown) =>
        new(ProblemType.UnknownField, $"'{prefix}{shown}' is not a field here; {table.Remedy(shown)}", prefix + shown);

    private static void ReadValue(ref Utf8JsonReader reader, InputValues values, InputField field, int place, string path)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                values.Add(ValueReader.FromText(field, place, path, Text(ref reader, path)));
                break;
            case JsonTokenType.Number when reader.TryGetInt64(out long whole):
                values.Add(ValueReader.FromWhole(field, place, path, whole));
                break;
            case JsonTokenType.Number:
                values.Add(ValueReader.FromNumber(field, place, path, reader.TryGetDouble(out double number) ? number : double.PositiveInfinity));
                break;
            case JsonTokenType.True or JsonTokenType.False:
                values.Add(ValueReader.FromFlag(field, place, path, reader.GetBoolean()));
                break;
            case JsonTokenType.StartArray when field.Kind == InputKind.Identifiers:
                values.Items = ReadItems(ref reader, field, path);
                values.Add(new InputValue(place, "", values.Items.Count, 0));
                break;
            default:
                throw ValueReader.WrongType(field, path, reader.TokenType == JsonTokenType.StartArray ? "a list" : "an object");
        }
    }

    private static string Text(ref Utf8JsonReader reader, string path)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw ValueReader.Invalid(path, "is not valid Unicode text: send UTF-8 without half characters");
        }
    }

    private static List<InputValues> ReadItems(ref Utf8JsonReader reader, InputField field, string path)
    {
        List<InputValues> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            string item = string.Create(CultureInfo.InvariantCulture, $"{path}[{items.Count}]");
            if (items.Count == field.Most)
            {
                throw ValueReader.Invalid(path, $"has more than {field.Most} items; {ValueReader.Wanted(field)}");
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw ValueReader.Invalid(item, $"is not an object; {ValueReader.Wanted(field)}");
            }

            items.Add(ReadObject(ref reader, ItemTable, item + ".").Complete(item + "."));
        }

        return items.Count > 0 ? items : throw ValueReader.Invalid(path, $"is empty; {ValueReader.Wanted(field)}");
    }

    private static string Sample(InputTable table)
    {
        InputField field = table.Fields.FirstOrDefault(field => field.Example is string) ?? table.Fields[0];
        return $"{{\"{field.Name}\": \"{field.Example ?? "…"}\"}}";
    }
}
