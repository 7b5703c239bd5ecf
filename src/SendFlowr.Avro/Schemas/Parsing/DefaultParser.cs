using System.Text.Json;
using SendFlowr.Avro.Generic;

namespace SendFlowr.Avro.Schemas.Parsing;

/// <summary>Turns the JSON defaults of fields into values, after all types are known. Not thread-safe.</summary>
internal sealed class DefaultParser
{
    private readonly Dictionary<RecordField, SchemaNode> pending = [];
    private int valueCount;

    public void Add(RecordField field, SchemaNode value) => pending.Add(field, value);

    /// <summary>Sets the default of every field that was added.</summary>
    public void SetAll()
    {
        foreach ((RecordField field, SchemaNode node) in pending)
        {
            string? error = Convert(field.Schema, node.Json, 0, out AvroValue value);
            if (error is not null)
            {
                throw node.Error(
                    $"the default {node.Shown()} does not fit: {error}", $"Write a default of type {field.Schema.TypeName}, or remove it");
            }

            field.SetDefault(value);
        }
    }

    /// <returns>What is wrong, or null.</returns>
    private string? Convert(AvroSchema schema, JsonElement json, int depth, out AvroValue value)
    {
        value = default;
        if (depth > SchemaLimits.MaxJsonDepth)
            return $"it nests deeper than {SchemaLimits.MaxJsonDepth} (a record whose default holds itself?)";
        if (++valueCount > SchemaLimits.MaxDefaultValues)
            return $"all defaults together hold more than {SchemaLimits.MaxDefaultValues} values";
        return schema switch
        {
            UnionSchema union => ConvertUnion(union, json, depth, out value),
            RecordSchema record => ConvertRecord(record, json, depth, out value),
            ArraySchema array => ConvertArray(array, json, depth, out value),
            MapSchema map => ConvertMap(map, json, depth, out value),
            _ => TryScalar(schema, json, out value) ? null : $"{json.ValueKind} is no {schema.TypeName}",
        };
    }

    private static bool TryScalar(AvroSchema schema, JsonElement json, out AvroValue value)
    {
        AvroValue? found = json.ValueKind switch
        {
            JsonValueKind.Null when schema.Kind == AvroKind.Null => AvroValue.Null,
            JsonValueKind.True or JsonValueKind.False when schema.Kind == AvroKind.Boolean => AvroValue.FromBoolean(json.GetBoolean()),
            JsonValueKind.Number => FromNumber(schema.Kind, json),
            JsonValueKind.String => FromText(schema, json.GetString()!),
            _ => null,
        };
        value = found ?? default;
        return found is not null;
    }

    private static AvroValue? FromNumber(AvroKind kind, JsonElement json) => kind switch
    {
        AvroKind.Int when json.TryGetInt32(out int value) => AvroValue.FromInt(value),
        AvroKind.Long when json.TryGetInt64(out long value) => AvroValue.FromLong(value),
        AvroKind.Float when float.IsFinite(json.GetSingle()) => AvroValue.FromFloat(json.GetSingle()),
        AvroKind.Double when double.IsFinite(json.GetDouble()) => AvroValue.FromDouble(json.GetDouble()),
        _ => null,
    };

    private static AvroValue? FromText(AvroSchema schema, string text) => schema switch
    {
        EnumSchema symbols when symbols.IndexOf(text) >= 0 => AvroValue.FromEnum(symbols, text),
        FixedSchema bytes when text.Length == bytes.Size && IsLatin1(text) => AvroValue.FromFixed(bytes, ToBytes(text)),
        { Kind: AvroKind.Bytes } when IsLatin1(text) => AvroValue.FromBytes(ToBytes(text)),
        { Kind: AvroKind.String } => AvroValue.FromString(text),
        _ => null,
    };

    // The specification maps code points 0-255 of the text to bytes.
    private static bool IsLatin1(string text) => !text.AsSpan().ContainsAnyExceptInRange('\0', '\xFF');

    private static byte[] ToBytes(string text) => System.Text.Encoding.Latin1.GetBytes(text);

    private string? ConvertUnion(UnionSchema union, JsonElement json, int depth, out AvroValue value)
    {
        foreach (AvroSchema branch in union.Branches)
        {
            if (Convert(branch, json, depth + 1, out value) is null)
                return null;
        }

        value = default;
        return $"no branch of the union takes {json.ValueKind}";
    }

    private string? ConvertArray(ArraySchema array, JsonElement json, int depth, out AvroValue value)
    {
        value = default;
        if (json.ValueKind != JsonValueKind.Array)
            return $"{json.ValueKind} is no array";
        List<AvroValue> items = [];
        foreach (JsonElement item in json.EnumerateArray())
        {
            if (Convert(array.Items, item, depth + 1, out AvroValue itemValue) is { } error)
                return $"item {items.Count}: {error}";
            items.Add(itemValue);
        }

        value = AvroValue.FromArray([.. items]);
        return null;
    }

    private string? ConvertMap(MapSchema map, JsonElement json, int depth, out AvroValue value)
    {
        value = default;
        if (json.ValueKind != JsonValueKind.Object)
            return $"{json.ValueKind} is no map";
        List<KeyValuePair<string, AvroValue>> entries = [];
        foreach (JsonProperty entry in json.EnumerateObject())
        {
            if (Convert(map.Values, entry.Value, depth + 1, out AvroValue entryValue) is { } error)
                return $"entry '{entry.Name}': {error}";
            entries.Add(new(entry.Name, entryValue));
        }

        value = AvroValue.FromMap(entries);
        return null;
    }

    private string? ConvertRecord(RecordSchema record, JsonElement json, int depth, out AvroValue value)
    {
        value = default;
        if (json.ValueKind != JsonValueKind.Object)
            return $"{json.ValueKind} is no record";
        AvroValue[] values = new AvroValue[record.Fields.Count];
        foreach (RecordField field in record.Fields)
        {
            if (!json.TryGetProperty(field.Name, out JsonElement fieldJson))
            {
                if (!pending.TryGetValue(field, out SchemaNode inner))
                    return $"field '{field.Name}' is missing and has no default of its own";
                fieldJson = inner.Json;
            }

            if (Convert(field.Schema, fieldJson, depth + 1, out values[field.Index]) is { } error)
                return $"field '{field.Name}': {error}";
        }

        value = AvroValue.FromRecord(AvroRecord.FromTrusted(record, values));
        return null;
    }
}
