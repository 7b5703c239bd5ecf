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
        (CurveLayer.Own, "own"),
        (CurveLayer.Cohort, "cohort"),
        (CurveLayer.Population, "population"),
        (CurveLayer.Population7Days, "population_7d"),
        (CurveLayer.Population30Days, "population_30d"),
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
            Shape.Integer("utc_offset_minutes", "How far the person's clock is ahead of UTC now; 0 when habits are kept in UTC."),
            Shape.Text("resolution", "minute or hour."),
            Shape.Instant("from", "Beginning of the first slot; null for the week, whose slot 0 begins on Monday 00:00 of the person's clock.", nullable: true),
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
        PersonCurve curve = PersonCurve.Compute((await parts.PersonAsync(context, person)).Timing, parts.Host.PriorsInForce(), parts.Host.Options.Clocks);
        long now = new Timestamp(parts.Host.NowMilliseconds).EpochMinute;
        await JsonAnswer.WriteAsync(context, (curve, range, person, now), static (writer, it) => Write(writer, it.curve, it.range, it.person, it.now));
    }

    private static void Write(Utf8JsonWriter writer, PersonCurve curve, SlotRange range, ResolvedPerson person, long nowMinute)
    {
        writer.WriteStartObject();
        writer.WriteString("universal_id", person.Node.ToString());
        writer.WriteNumber("events", curve.Events);
        writer.WriteNumber("confidence", curve.OwnShare * person.Confidence);
        writer.WriteNumber("utc_offset_minutes", curve.Clock.OffsetMinutesAt(nowMinute));
        writer.WriteString("resolution", range.IsHourly ? "hour" : "minute");
        writer.WriteString("from", range.From is { } from ? Rfc3339.Format(from) : null);
        WriteSlots(writer, "slots", curve.Total, curve.Clock, range);
        writer.WriteStartObject("layers");
        foreach ((CurveLayer layer, string name) in Layers)
        {
            WriteSlots(writer, name, curve.Layer(layer), curve.Clock, range);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteSlots(Utf8JsonWriter writer, string name, WeekCurve curve, PersonClock clock, SlotRange range)
    {
        writer.WriteStartArray(name);
        foreach (double mass in range.From is { } from ? MassesFrom(from.EpochMinute, curve, clock, range) : MassesOfWeek(curve, range))
        {
            writer.WriteNumberValue(mass);
        }

        writer.WriteEndArray();
    }

    /// <summary>By minutes, since a clock may be half an hour off, and be put forward in between.</summary>
    private static IEnumerable<double> MassesFrom(long minute, WeekCurve curve, PersonClock clock, SlotRange range)
    {
        double[] minutes = new double[MinuteOfWeek.MinutesPerWeek];
        curve.ToSlots(minutes);
        int length = MinuteOfWeek.MinutesPerWeek / range.SlotsPerWeek;
        for (int slot = 0; slot < range.Count; slot++)
        {
            double mass = 0;
            for (int i = 0; i < length; i++)
            {
                mass += minutes[clock.MinuteOfWeekAt(minute++).Value];
            }

            yield return mass;
        }
    }

    private static double[] MassesOfWeek(WeekCurve curve, SlotRange range)
    {
        double[] week = new double[range.SlotsPerWeek];
        curve.ToSlots(week);
        return week;
    }
}
