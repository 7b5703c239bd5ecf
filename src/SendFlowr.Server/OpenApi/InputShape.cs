using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using SendFlowr.Server.Inputs;

namespace SendFlowr.Server.OpenApi;

/// <summary>Fields and parameters as JSON schemas: the same table that is read by is documented.</summary>
internal static class InputShape
{
    public static OpenApiSchema Of(InputTable table, string description)
    {
        OpenApiSchema schema = new()
        {
            Type = JsonSchemaType.Object,
            Description = description,
            Properties = new Dictionary<string, IOpenApiSchema>(),
            AdditionalPropertiesAllowed = false,
            Required = table.Fields.Where(field => field.IsRequired).Select(field => field.Name).ToHashSet(),
        };
        foreach (InputField field in table.Fields)
        {
            OpenApiSchema member = Of(field);
            member.Description = field.Description;
            schema.Properties.Add(field.Name, member);
        }

        return schema;
    }

    public static OpenApiSchema Of(InputField field)
    {
        OpenApiSchema schema = Typed(field);
        schema.Default = Node(field.Default);
        if (field.Example is not null)
        {
            schema.Examples = [Node(field.Example)!];
        }

        return schema;
    }

    public static JsonNode? Node(object? value) => value is null ? null : JsonSerializer.SerializeToNode(value);

    private static OpenApiSchema Typed(InputField field) => field.Kind switch
    {
        InputKind.Text => new OpenApiSchema { Type = JsonSchemaType.String, MinLength = (int)field.Least, MaxLength = (int)field.Most },
        InputKind.Integer => Ranged(field, JsonSchemaType.Integer),
        InputKind.Number => Ranged(field, JsonSchemaType.Number),
        InputKind.Instant => new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Integer, Format = "date-time" },
        InputKind.InstantOrDate => new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Integer },
        InputKind.Choice => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. field.Choices.Select(choice => (JsonNode)choice)] },
        InputKind.Flag => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        _ => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            MinItems = (int)field.Least,
            MaxItems = (int)field.Most,
            Items = Of(JsonInput.Item, "One identifier of the person."),
        },
    };

    private static OpenApiSchema Ranged(InputField field, JsonSchemaType type) => new()
    {
        Type = type,
        Minimum = field.Least.ToString(CultureInfo.InvariantCulture),
        Maximum = field.Most.ToString(CultureInfo.InvariantCulture),
    };
}
