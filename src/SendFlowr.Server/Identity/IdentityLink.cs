using System.Globalization;
using System.Text.Json;
using SendFlowr.Model.Events;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Inputs;

namespace SendFlowr.Server.Identity;

/// <summary>Answers <c>/link-identifiers</c>.</summary>
internal static class IdentityLink
{
    private const double DefaultWeight = 1;

    public static InputTable Query { get; } = new(
        InputField.Text("identifier_a", "The first identifier, as the sender has it.", 1024) with { IsRequired = true, IsIdentifying = true, Example = "+14155550123" },
        InputField.Text("type_a", "Its type.", 64) with { IsRequired = true, IsIdentifying = true, Example = "phone_number" },
        InputField.Text("identifier_b", "The second identifier.", 1024) with { IsRequired = true, IsIdentifying = true, Example = "ps_1" },
        InputField.Text("type_b", "Its type.", 64) with { IsRequired = true, IsIdentifying = true, Example = "postscript_subscriber_id" },
        InputField.Number("weight", "How sure the link is; it caps the confidence of everything resolved over it.", 0, 1) with { Default = 1 },
        InputField.Text("source", "Who says so.", 128) with { Default = "api", Example = "postscript_webhook" });

    public static async Task AnswerAsync(HttpContext context, ServerParts parts, IdentityEvidence evidence)
    {
        InputValues values = QueryInput.Read(context, Query);
        EventIdentifier first = Read(values, "identifier_a", "type_a", parts);
        EventIdentifier second = Read(values, "identifier_b", "type_b", parts);
        if (first == second)
        {
            throw ValueReader.Invalid("identifier_b", "is the same identifier as identifier_a: give two");
        }

        double weight = values.Number("weight") ?? DefaultWeight;
        await evidence.KeepAsync(
            [first, second],
            [
                new("weight", weight.ToString("R", CultureInfo.InvariantCulture)),
                new("source", values.Text("source", "api")),
            ],
            context.RequestAborted);
        await JsonAnswer.WriteAsync(context, (first, second, weight), static (writer, it) => Write(writer, it.first.Value, it.second.Value, it.weight));
    }

    private static EventIdentifier Read(InputValues values, string name, string typeName, ServerParts parts)
    {
        string type = values.Text(typeName)!.Trim();
        PersonFields.RequireType(type, typeName, orUniversalId: false);
        return PersonFields.Parse(type, null, values.Text(name)!, name, parts.DefaultCountry).Identifier!.Value;
    }

    private static void Write(Utf8JsonWriter writer, string first, string second, double weight)
    {
        writer.WriteStartObject();
        writer.WriteString("status", "linked");
        writer.WriteString("identifier_a", first);
        writer.WriteString("identifier_b", second);
        writer.WriteNumber("weight", weight);
        writer.WriteEndObject();
    }
}
