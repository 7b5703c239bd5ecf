using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Server.Bodies;
using SendFlowr.Server.Identity;
using SendFlowr.Server.Inputs;
using SendFlowr.Server.OpenApi;
using SendFlowr.Server.Timing;

namespace SendFlowr.Server.Requests;

/// <summary>The fields of a request as they are documented; <see cref="RequestJson"/> reads them, here as from the topic.</summary>
internal static class RequestFields
{
    private const string Example = """
        {
          "request_id": "order-1001-welcome", "email": "ann@example.com", "channel": "email", "provider": "klaviyo",
          "campaign_id": "welcome", "template": "welcome-1", "priority": "normal", "metadata": { "order": "1001" }
        }
        """;

    public static BodyShape Body { get; } = new("SendRequest", Schema(), JsonNode.Parse(Example)!, [MediaType.Json, MediaType.Lines]);

    private static OpenApiSchema Schema()
    {
        OpenApiSchema schema = InputShape.Of(
            new InputTable([Id(), .. PersonFields.All, .. QuestionFields.Shared, .. Own()]), "A message to send to one person at the best minute of a window.");
        (string name, IOpenApiSchema metadata) = Shape.TextsByName(
            "metadata", $"Carried to the trigger untouched; names and values together at most {RequestLimits.MetadataBytes} bytes.");
        schema.Properties!.Add(name, metadata);
        return schema;
    }

    private static InputField Id() => InputField.Text(
        "request_id", "The idempotency key: the same id with the same content has no effect, with other content it is refused.", RequestLimits.RequestIdCharacters) with
    {
        IsRequired = true,
        Example = "order-1001-welcome",
    };

    private static IEnumerable<InputField> Own() =>
    [
        InputField.Text("campaign_id", "The campaign or flow.", RequestLimits.CampaignBytes),
        InputField.Text("template", "What to send; carried to the trigger.", RequestLimits.TemplateBytes),
        InputField.Choice("priority", "Normal: the best minute. Urgent: the earliest that nothing forbids.", "normal", "urgent") with { Default = "normal" },
        InputField.Choice("arm", "How much of the engine is used, for experiments.", "minute_latency", "minute", "hour", "fixed") with { Default = "minute_latency" },
    ];
}
