using System.Text.Json.Nodes;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Tests.Support;

/// <summary>Changes a schema's text in the ways that the rule for additive evolution allows.</summary>
internal static class AdditiveChanges
{
    private const string Prefix = "added";
    private const int DefaultValue = 41;

    public static string Apply(string text, Random random)
    {
        JsonNode schema = JsonNode.Parse(text)!;
        int count = 0;
        Visit(schema, random, ref count);
        return schema.ToJsonString();
    }

    /// <summary>Throws unless every added field, at any depth, has its default.</summary>
    public static void EnsureAddedDefaults(AvroValue value)
    {
        switch (value.Kind)
        {
            case AvroKind.Record:
                AvroRecord record = value.AsRecord();
                foreach (RecordField field in record.Schema.Fields)
                {
                    if (field.Name.StartsWith(Prefix, StringComparison.Ordinal))
                        record[field.Name].ShouldBe(AvroValue.FromInt(DefaultValue));
                    else
                        EnsureAddedDefaults(record[field.Name]);
                }

                break;
            case AvroKind.Array:
                value.AsArray().ToList().ForEach(EnsureAddedDefaults);
                break;
            case AvroKind.Map:
                value.AsMap().Values.ToList().ForEach(EnsureAddedDefaults);
                break;
            default:
                break;
        }
    }

    private static void Visit(JsonNode? node, Random random, ref int count)
    {
        if (node is JsonArray union)
        {
            foreach (JsonNode? branch in union)
                Visit(branch, random, ref count);
            if (random.Next(2) == 0)
                union.Add(new JsonObject { ["type"] = "fixed", ["name"] = $"z.Added{count++}", ["size"] = 3 });
        }
        else if (node is JsonObject schema)
        {
            VisitObject(schema, random, ref count);
        }
    }

    private static void VisitObject(JsonObject schema, Random random, ref int count)
    {
        Visit(schema["items"], random, ref count);
        Visit(schema["values"], random, ref count);
        if (schema["type"] is JsonValue type && type.GetValue<string>() == "enum" && schema["default"] is not null)
            ((JsonArray)schema["symbols"]!).Add($"ADDED{count++}");
        if (schema["fields"] is not JsonArray fields)
            return;
        foreach (JsonNode? field in fields)
        {
            Visit(field!["type"], random, ref count);
            // No renames: the older schema has no alias for the way back.
            field["doc"] = $"Another doc {count++}.";
        }

        if (random.Next(2) == 0)
        {
            JsonObject added = new() { ["name"] = $"{Prefix}{count++}", ["type"] = "int", ["default"] = DefaultValue };
            fields.Insert(random.Next(fields.Count + 1), added);
        }
    }
}
