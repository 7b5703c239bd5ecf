using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using SendFlowr.Server.Bodies;
using SendFlowr.Server.Inputs;

namespace SendFlowr.Server.OpenApi;

/// <summary>What an endpoint reads from its body. Immutable.</summary>
/// <param name="Name">Name of the schema among the components.</param>
/// <param name="Schema">One JSON object, or one line.</param>
/// <param name="Example">An example that works.</param>
/// <param name="MediaTypes">The accepted media types.</param>
internal sealed record BodyShape(string Name, IOpenApiSchema Schema, JsonNode Example, IReadOnlyList<string> MediaTypes)
{
    public static BodyShape Json(string name, string description, InputTable table, string example) =>
        new(name, InputShape.Of(table, description), JsonNode.Parse(example)!, [MediaType.Json]);

    public static BodyShape Record(string name, string schema, string example, params string[] mediaTypes) =>
        new(name, AnswerShape.Record(name, schema).Schema, JsonNode.Parse(example)!, mediaTypes);
}
