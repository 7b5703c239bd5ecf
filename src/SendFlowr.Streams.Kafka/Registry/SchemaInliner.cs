using System.Text.Json;
using System.Text.Json.Nodes;

namespace SendFlowr.Streams.Kafka.Registry;

/// <summary>Puts the schemas that a schema refers to by name into it, each where it is first named: one text that needs no other. Not thread-safe.</summary>
/// <param name="definitions">Texts of schemas by the full name that they define.</param>
internal sealed class SchemaInliner(IReadOnlyDictionary<string, string> definitions)
{
    // Found late, the second of two equal keys would be no fault of the JSON any more.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly HashSet<string> _inlined = [];

    /// <exception cref="JsonException">A text is no JSON.</exception>
    public string Inline(string schema) => Walk(JsonNode.Parse(schema, documentOptions: Strict), "")!.ToJsonString();

    private JsonNode? Walk(JsonNode? type, string space)
    {
        switch (type)
        {
            case JsonValue value when value.TryGetValue(out string? name):
                return Named(name, space);
            case JsonArray branches:
                return new JsonArray([.. branches.Select(branch => Walk(branch, space))]);
            case JsonObject schema:
                return Schema((JsonObject)schema.DeepClone(), space);
            default:
                return type?.DeepClone();
        }
    }

    private JsonNode Named(string name, string space)
    {
        string local = space.Length == 0 || name.Contains('.', StringComparison.Ordinal) ? name : $"{space}.{name}";
        string full = definitions.ContainsKey(local) ? local : name;
        if (!definitions.TryGetValue(full, out string? text) || !_inlined.Add(full))
        {
            return JsonValue.Create(name);
        }

        JsonNode definition = Walk(JsonNode.Parse(text, documentOptions: Strict), "")!;

        // Without a namespace of its own it would take that of the schema around it.
        if (space.Length > 0 && definition is JsonObject schema && schema["namespace"] is null && !full.Contains('.', StringComparison.Ordinal))
        {
            schema["namespace"] = "";
        }

        return definition;
    }

    private JsonObject Schema(JsonObject schema, string space)
    {
        switch (Text(schema["type"]))
        {
            case "record" or "error":
                Fields(schema["fields"] as JsonArray, SpaceOf(schema, space));
                break;
            case "array":
                schema["items"] = Walk(schema["items"], space);
                break;
            case "map":
                schema["values"] = Walk(schema["values"], space);
                break;
            case "enum" or "fixed":
                break;
            default:
                schema["type"] = Walk(schema["type"], space);
                break;
        }

        return schema;
    }

    private void Fields(JsonArray? fields, string space)
    {
        foreach (JsonObject field in fields?.OfType<JsonObject>() ?? [])
        {
            field["type"] = Walk(field["type"], space);
        }
    }

    private static string SpaceOf(JsonObject schema, string space)
    {
        string name = Text(schema["name"]) ?? "";
        int dot = name.LastIndexOf('.');
        return dot >= 0 ? name[..dot] : Text(schema["namespace"]) ?? space;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
