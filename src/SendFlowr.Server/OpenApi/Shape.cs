using Microsoft.OpenApi;

namespace SendFlowr.Server.OpenApi;

/// <summary>Schemas of answers, member by member, for the documentation.</summary>
internal static class Shape
{
    public static KeyValuePair<string, IOpenApiSchema> Text(string name, string description, bool nullable = false) =>
        Of(name, JsonSchemaType.String, description, nullable);

    public static KeyValuePair<string, IOpenApiSchema> Integer(string name, string description, bool nullable = false) =>
        Of(name, JsonSchemaType.Integer, description, nullable);

    public static KeyValuePair<string, IOpenApiSchema> Number(string name, string description, bool nullable = false) =>
        Of(name, JsonSchemaType.Number, description, nullable);

    public static KeyValuePair<string, IOpenApiSchema> Flag(string name, string description) => Of(name, JsonSchemaType.Boolean, description, false);

    public static KeyValuePair<string, IOpenApiSchema> Instant(string name, string description, bool nullable = false) => KeyValuePair.Create<string, IOpenApiSchema>(
        name, new OpenApiSchema { Type = Type(JsonSchemaType.String, nullable), Format = "date-time", Description = description });

    public static KeyValuePair<string, IOpenApiSchema> Numbers(string name, string description, bool whole = false) => List(
        name, description, new OpenApiSchema { Type = whole ? JsonSchemaType.Integer : JsonSchemaType.Number });

    public static KeyValuePair<string, IOpenApiSchema> Texts(string name, string description) =>
        List(name, description, new OpenApiSchema { Type = JsonSchemaType.String });

    public static KeyValuePair<string, IOpenApiSchema> List(string name, string description, IOpenApiSchema item) =>
        KeyValuePair.Create<string, IOpenApiSchema>(name, new OpenApiSchema { Type = JsonSchemaType.Array, Items = item, Description = description });

    public static KeyValuePair<string, IOpenApiSchema> Member(string name, IOpenApiSchema schema) => KeyValuePair.Create(name, schema);

    /// <summary>An object whose members are all there.</summary>
    public static OpenApiSchema Object(string description, params ReadOnlySpan<KeyValuePair<string, IOpenApiSchema>> members)
    {
        OpenApiSchema schema = new() { Type = JsonSchemaType.Object, Description = description, Properties = new Dictionary<string, IOpenApiSchema>() };
        foreach ((string name, IOpenApiSchema member) in members)
        {
            schema.Properties.Add(name, member);
        }

        return schema;
    }

    /// <summary>An object of texts by names that are not known beforehand.</summary>
    public static KeyValuePair<string, IOpenApiSchema> TextsByName(string name, string description) => KeyValuePair.Create<string, IOpenApiSchema>(
        name,
        new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = description,
            AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
        });

    public static JsonSchemaType Type(JsonSchemaType type, bool nullable) => nullable ? type | JsonSchemaType.Null : type;

    private static KeyValuePair<string, IOpenApiSchema> Of(string name, JsonSchemaType type, string description, bool nullable) =>
        KeyValuePair.Create<string, IOpenApiSchema>(name, new OpenApiSchema { Type = Type(type, nullable), Description = description });
}
