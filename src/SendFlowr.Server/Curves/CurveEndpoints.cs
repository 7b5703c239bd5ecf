using System.Text.Json;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Curves;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Identity;
using SendFlowr.Server.Inputs;
using SendFlowr.Server.OpenApi;

namespace SendFlowr.Server.Curves;

/// <summary>A person's week and the layers it is the sum of. A stranger's is the population's, with confidence 0.</summary>
internal static class CurveEndpoints
{
    private static readonly (CurveLayer Layer, string Name)[] Layers =
    [
        (CurveLayer.OwnTimeOfDay, "own_time_of_day"),
        (CurveLayer.OwnWeekday, "own_weekday"),
        (CurveLayer.Population, "population"),
    ];

    private static readonly InputTable Query = new(
        InputField.Choice("resolution", "Length of a slot.", "minute", "hour") with { Default = "minute" },
        InputField.InstantOrDate("from", "First instant; its slot is the first. Give it together with to, or neither for the whole week."),
        InputField.InstantOrDate("to", "End, exclusive; at most 31 days after from."));

    public static void MapCurves(this IEndpointRouteBuilder routes, ServerParts parts)
    {
        AnswerShape shape = AnswerShape.Object(
            "Curve",
            "The mass of each slot. Over a whole week the sum is 1.",
            Shape.Text("universal_id", "sf_ and 32 hex digits."),
            Shape.Integer("events", "Entries of the person's evidence that carry weight, 0 to 256."),
            Shape.Number("confidence", "0 to 1: share of the curve that is the person's own evidence, times the confidence of the identity."),
            Shape.Text("resolution", "minute or hour."),
            Shape.Instant("from", "Beginning of the first slot; null for the week, whose slot 0 begins on Monday 00:00 UTC.", nullable: true),
            Shape.Numbers("slots", "Mass of each slot: 10080 minutes or 168 hours of the week, or those from from to to."),
            Shape.Member("layers", Shape.Object(
                "The same of each layer; they add up to slots.",
                [.. Layers.Select(layer => Shape.Numbers(layer.Name, $"Layer {layer.Name}."))])));
        routes.Get(
            "/curves/{id}",
            context => AnswerAsync(context, parts),
            new EndpointDescription("People", "When this person engages: mass per minute or hour, with its layers.", shape)
            {
                PathParameter = PersonPath.Description,
                Query = Query,
            });
    }

    private static async Task AnswerAsync(HttpContext context, ServerParts parts)
    {
        InputValues query = QueryInput.Read(context, Query);
        SlotRange range = SlotRange.Read(query);
        ResolvedPerson person = PersonPath.Read(context, parts);
        PersonCurve curve = PersonCurve.Compute((await parts.PersonAsync(context, person)).Timing, parts.Host.PriorsInForce());
        await JsonAnswer.WriteAsync(context, (curve, range, person), static (writer, it) => Write(writer, it.curve, it.range, it.person));
    }

    private static void Write(Utf8JsonWriter writer, PersonCurve curve, SlotRange range, ResolvedPerson person)
    {
        writer.WriteStartObject();
        writer.WriteString("universal_id", person.Node.ToString());
        writer.WriteNumber("events", curve.Events);
        writer.WriteNumber("confidence", curve.OwnShare * person.Confidence);
        writer.WriteString("resolution", range.IsHourly ? "hour" : "minute");
        writer.WriteString("from", range.From is { } from ? Rfc3339.Format(from) : null);
        WriteSlots(writer, "slots", curve.Total, range);
        writer.WriteStartObject("layers");
        foreach ((CurveLayer layer, string name) in Layers)
        {
            WriteSlots(writer, name, curve.Layer(layer), range);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteSlots(Utf8JsonWriter writer, string name, WeekCurve curve, SlotRange range)
    {
        double[] week = new double[range.SlotsPerWeek];
        curve.ToSlots(week);
        writer.WriteStartArray(name);
        for (int i = 0; i < range.Count; i++)
        {
            writer.WriteNumberValue(week[(range.First + i) % week.Length]);
        }

        writer.WriteEndArray();
    }
}
