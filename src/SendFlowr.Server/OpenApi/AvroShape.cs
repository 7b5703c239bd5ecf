using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Server.OpenApi;

/// <summary>Avro schemas as JSON schemas of the JSON that records are written as.</summary>
internal static class AvroShape
{
    public static OpenApiSchema Of(AvroSchema schema) => schema switch
    {
        RecordSchema record => OfRecord(record),
        EnumSchema symbols => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. symbols.Symbols.Select(symbol => (JsonNode)symbol)] },
        ArraySchema array => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(array.Items) },
        MapSchema map => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(map.Values) },
        UnionSchema union => OfUnion(union),
        _ => OfScalar(schema),
    };

    private static OpenApiSchema OfRecord(RecordSchema record)
    {
        OpenApiSchema schema = new() { Type = JsonSchemaType.Object, Description = record.Doc, Properties = new Dictionary<string, IOpenApiSchema>() };
        foreach (RecordField field in record.Fields)
        {
            OpenApiSchema member = Of(field.Schema);
            member.Description = field.Doc ?? member.Description;
            schema.Properties.Add(field.Name, member);
        }

        return schema;
    }

    /// <summary>The schemas in use have unions of null and one more type only.</summary>
    private static OpenApiSchema OfUnion(UnionSchema union)
    {
        OpenApiSchema schema = Of(union.Branches.Single(branch => branch.Kind != AvroKind.Null));
        schema.Type = Shape.Type(schema.Type!.Value, union.Branches.Count > 1);
        return schema;
    }

    private static OpenApiSchema OfScalar(AvroSchema schema) => schema.Kind switch
    {
        AvroKind.Boolean => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        AvroKind.Long when schema.LogicalType?.Name == LogicalType.TimestampMillis => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        AvroKind.Int => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
        AvroKind.Long => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
        AvroKind.Float or AvroKind.Double => new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
        AvroKind.Bytes or AvroKind.Fixed => new OpenApiSchema { Type = JsonSchemaType.String, Format = "hex" },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
