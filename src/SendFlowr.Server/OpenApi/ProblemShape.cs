using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.OpenApi;

/// <summary>The schema of problem documents.</summary>
internal static class ProblemShape
{
    public static OpenApiSchema Schema { get; } = Shape.Object(
        "Why a request is refused (RFC 9457). It never contains the value of an identifier.",
        Shape.Member("type", new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = "The kind of refusal, stable over versions.",
            Enum = [.. ProblemType.All.Select(type => (JsonNode)type.Urn)],
        }),
        Shape.Text("title", "The kind in words."),
        Shape.Integer("status", "The status code."),
        Shape.Text("detail", "What is wrong, with which value, and what to do."),
        Shape.Text("field", "The field, parameter or header to blame; absent when there is none."));
}
