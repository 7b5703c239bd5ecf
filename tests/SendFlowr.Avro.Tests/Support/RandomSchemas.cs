using System.Text.Json.Nodes;

namespace SendFlowr.Avro.Tests.Support;

/// <summary>Makes valid schemas of every kind, with namespaces, references, recursion (always behind a union, array or map) and
/// defaults.</summary>
internal sealed class RandomSchemas(Random random)
{
    private static readonly string[] Primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

    private readonly List<(string Name, string Kind)> complete = [];
    private readonly List<string> open = [];
    private int nameCount;

    /// <summary>The JSON text of a schema.</summary>
    public static string Text(Random random) => new RandomSchemas(random).Type(0).ToJsonString();

    /// <summary>The JSON text of a record schema.</summary>
    public static string RecordText(Random random) => new RandomSchemas(random).Record(0).ToJsonString();

    private JsonNode Type(int depth) => random.Next(depth > 4 ? 8 : 16) switch
    {
        < 7 => Primitive(),
        7 when complete.Count > 0 => complete[random.Next(complete.Count)].Name,
        7 => Primitive(),
        8 => Enum(),
        9 => Fixed(),
        10 => new JsonObject { ["type"] = "array", ["items"] = Nested(depth) },
        11 => new JsonObject { ["type"] = "map", ["values"] = Nested(depth) },
        12 or 13 => Union(depth),
        _ => Record(depth),
    };

    private JsonNode Primitive()
    {
        string name = Primitives[random.Next(Primitives.Length)];
        return (name, random.Next(5)) switch
        {
            (_, > 1) => name,
            ("long", _) => new JsonObject { ["type"] = name, ["logicalType"] = "timestamp-millis" },
            ("bytes", _) => new JsonObject { ["type"] = name, ["logicalType"] = "decimal", ["precision"] = 9, ["scale"] = 2 },
            _ => new JsonObject { ["type"] = name, ["doc"] = "a \"quoted\" doc", ["logicalType"] = "unheard-of" },
        };
    }

    // Inside an array, map or union a record that is still open may refer to itself.
    private JsonNode Nested(int depth) => open.Count > 0 && random.Next(4) == 0 ? open[random.Next(open.Count)] : Type(depth + 1);

    private JsonObject Enum()
    {
        JsonArray symbols = [.. Enumerable.Range(0, random.Next(1, 5)).Select(index => (JsonNode)$"S{index}")];
        JsonObject schema = new() { ["type"] = "enum", ["name"] = NewName(out string fullName), ["symbols"] = symbols };
        if (random.Next(2) == 0)
            schema["default"] = "S0";
        SetNamespace(schema, fullName);
        complete.Add((fullName, "enum"));
        return schema;
    }

    private JsonObject Fixed()
    {
        JsonObject schema = new() { ["type"] = "fixed", ["size"] = random.Next(5), ["name"] = NewName(out string fullName) };
        SetNamespace(schema, fullName);
        complete.Add((fullName, "fixed"));
        return schema;
    }

    private JsonArray Union(int depth)
    {
        JsonArray union = ["null"];
        HashSet<string> kinds = ["null"];
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int known = complete.Count;
            JsonNode branch = Nested(depth);
            if (branch is not JsonArray && kinds.Add(KindOf(branch)))
                union.Add(branch);
            else
                complete.RemoveRange(known, complete.Count - known);
        }

        return union;
    }

    private static string KindOf(JsonNode schema)
    {
        if (schema is not JsonObject node)
            return schema.GetValue<string>();
        string type = node["type"]!.GetValue<string>();
        return type is "record" or "enum" or "fixed" ? $"{node["namespace"]}.{node["name"]}" : type;
    }

    private JsonObject Record(int depth)
    {
        JsonObject schema = new() { ["type"] = "record", ["name"] = NewName(out string fullName) };
        SetNamespace(schema, fullName);
        open.Add(fullName);
        JsonArray fields = [];
        for (int count = random.Next(5); count > 0; count--)
        {
            JsonNode type = random.Next(6) == 0 ? new JsonObject { ["type"] = "array", ["items"] = Nested(depth) } : Type(depth + 1);
            JsonObject field = new() { ["name"] = $"f{count}", ["type"] = type };
            if (random.Next(2) == 0 && Default(type) is (true, var value))
                field["default"] = value;
            fields.Add(field);
        }

        schema["fields"] = fields;
        open.Remove(fullName);
        complete.Add((fullName, "record"));
        return schema;
    }

    private static (bool Has, JsonNode? Value) Default(JsonNode type) => type switch
    {
        JsonArray => (true, null),
        JsonObject node => node["type"]!.GetValue<string>() switch
        {
            "array" => (true, new JsonArray()),
            "map" => (true, new JsonObject()),
            "enum" => (true, "S0"),
            var name => Default(name),
        },
        _ => Default(type.GetValue<string>()),
    };

    private static (bool Has, JsonNode? Value) Default(string primitive) => primitive switch
    {
        "null" => (true, null),
        "boolean" => (true, true),
        "int" or "long" => (true, -7),
        "float" or "double" => (true, 0.5),
        "bytes" => (true, "\u0000\u00ff"),
        "string" => (true, "né"),
        _ => (false, null),
    };

    private string NewName(out string fullName)
    {
        string name = $"N{nameCount++}";
        fullName = random.Next(2) == 0 ? $"a.b{random.Next(3)}.{name}" : $"c.{name}";
        return name;
    }

    private static void SetNamespace(JsonObject schema, string fullName) => schema["namespace"] = fullName[..fullName.LastIndexOf('.')];
}
