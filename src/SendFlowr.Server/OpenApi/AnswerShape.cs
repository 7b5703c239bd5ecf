using Microsoft.OpenApi;
using SendFlowr.Avro.Catalog;

namespace SendFlowr.Server.OpenApi;

/// <summary>What an endpoint answers with: a schema under a name of its own. Immutable.</summary>
/// <param name="Name">Its name among the components.</param>
/// <param name="Schema">The schema.</param>
internal sealed record AnswerShape(string Name, IOpenApiSchema Schema)
{
    public static AnswerShape Object(string name, string description, params ReadOnlySpan<KeyValuePair<string, IOpenApiSchema>> members) =>
        new(name, Shape.Object(description, members));

    /// <summary>A record of <c>schemas/</c>, as its JSON is written.</summary>
    public static AnswerShape Record(string name, string schema) => new(name, AvroShape.Of(SchemaCatalog.Embedded.Current(schema).Schema));
}
