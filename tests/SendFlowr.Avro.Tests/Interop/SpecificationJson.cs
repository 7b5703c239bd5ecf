using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Tests.Interop;

/// <summary>The JSON encoding of the Avro specification, by which values are exchanged with the independent implementation.</summary>
internal static class SpecificationJson
{
    public static JsonNode? Write(AvroSchema schema, AvroValue value) => schema switch
    {
        UnionSchema union => WriteUnion(union.Branches[union.BranchOf(value)], value),
        RecordSchema record => new JsonObject(record.Fields.Select(
            field => KeyValuePair.Create(field.Name, Write(field.Schema, value.AsRecord()[field.Name])))),
        ArraySchema array => new JsonArray([.. value.AsArray().Select(item => Write(array.Items, item))]),
        MapSchema map => new JsonObject(value.AsMap().Select(entry => KeyValuePair.Create(entry.Key, Write(map.Values, entry.Value)))),
        _ => WriteScalar(value),
    };

    public static AvroValue Read(AvroSchema schema, JsonElement json) => schema switch
    {
        UnionSchema union => ReadUnion(union, json),
        RecordSchema record => AvroValue.FromRecord(AvroRecord.Create(
            record, [.. record.Fields.Select(field => (field.Name, Read(field.Schema, json.GetProperty(field.Name))))])),
        ArraySchema array => AvroValue.FromArray([.. json.EnumerateArray().Select(item => Read(array.Items, item))]),
        MapSchema map => AvroValue.FromMap(json.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, Read(map.Values, entry.Value)))),
        EnumSchema symbols => AvroValue.FromEnum(symbols, json.GetString()!),
        FixedSchema bytes => AvroValue.FromFixed(bytes, Encoding.Latin1.GetBytes(json.GetString()!)),
        _ => ReadScalar(schema.Kind, json),
    };

    private static JsonObject? WriteUnion(AvroSchema branch, AvroValue value) =>
        branch.Kind == AvroKind.Null ? null : new JsonObject { [branch.TypeName] = Write(branch, value) };

    private static JsonValue? WriteScalar(AvroValue value) => value.Kind switch
    {
        AvroKind.Null => null,
        AvroKind.Boolean => JsonValue.Create(value.AsBoolean()),
        AvroKind.Int => JsonValue.Create(value.AsInt()),
        AvroKind.Long => JsonValue.Create(value.AsLong()),
        AvroKind.Float => JsonValue.Create(value.AsFloat()),
        AvroKind.Double => JsonValue.Create(value.AsDouble()),
        AvroKind.Bytes or AvroKind.Fixed => JsonValue.Create(Encoding.Latin1.GetString(value.AsBytes().Span)),
        AvroKind.Enum => JsonValue.Create(value.AsEnumSymbol()),
        _ => JsonValue.Create(value.AsString()),
    };

    private static AvroValue ReadUnion(UnionSchema union, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return AvroValue.Null;
        JsonProperty branch = json.EnumerateObject().Single();
        return Read(union.Branches.Single(schema => schema.TypeName == branch.Name), branch.Value);
    }

    private static AvroValue ReadScalar(AvroKind kind, JsonElement json) => kind switch
    {
        AvroKind.Null when json.ValueKind == JsonValueKind.Null => AvroValue.Null,
        AvroKind.Boolean => AvroValue.FromBoolean(json.GetBoolean()),
        AvroKind.Int => AvroValue.FromInt(json.GetInt32()),
        AvroKind.Long => AvroValue.FromLong(json.GetInt64()),
        AvroKind.Float => AvroValue.FromFloat((float)json.GetDouble()),
        AvroKind.Double => AvroValue.FromDouble(json.GetDouble()),
        AvroKind.Bytes => AvroValue.FromBytes(Encoding.Latin1.GetBytes(json.GetString()!)),
        AvroKind.String => AvroValue.FromString(json.GetString()!),
        _ => throw new InvalidOperationException($"{json.ValueKind} is no {kind}."),
    };
}
