using System.Text.Json;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Identity;
using SendFlowr.Server.Inputs;
using SendFlowr.Server.OpenApi;

namespace SendFlowr.Server.Curves;

/// <summary>Counts of what a person did, per slot of the week.</summary>
internal static class HistogramEndpoints
{
    private static readonly Dictionary<string, int> SlotsByResolution = new()
    {
        ["minute"] = RingHistogram.MinuteSlots,
        ["hour"] = RingHistogram.HourOfWeekSlots,
        ["hour_of_day"] = RingHistogram.HourOfDaySlots,
        ["weekday"] = RingHistogram.WeekdaySlots,
    };

    private static readonly InputTable Query = new(
        InputField.Choice("resolution", "Slots: 10080 minutes of the week, 168 hours of the week, 24 hours of the day, or 7 weekdays.", [.. SlotsByResolution.Keys])
            with
        {
            Default = "hour",
        },
        InputField.InstantOrDate("since", "Counts from this instant on, to the minute; default everything the ring holds.") with { Example = "2026-01-01" });

    public static void MapHistograms(this IEndpointRouteBuilder routes, ServerParts parts) => routes.Get(
        "/histograms/{id}",
        context => AnswerAsync(context, parts),
        new EndpointDescription(
            "People",
            "What this person did, counted per slot of the week, UTC: engagement by people only, nothing that machines did.",
            AnswerShape.Object(
                "Histogram",
                "Counts. The ring holds the newest 256 entries.",
                Shape.Text("universal_id", "sf_ and 32 hex digits."),
                Shape.Text("resolution", "As asked."),
                Shape.Instant("since", "First minute counted; null: everything.", nullable: true),
                Shape.Integer("events", "Sum of the slots."),
                Shape.Flag("counts_are_at_least", "A full ring may have dropped entries since then."),
                Shape.Numbers("slots", "Count of each slot; slot 0 begins on Monday 00:00 of the person's clock, of hours of the day at 00:00.", whole: true)))
        {
            PathParameter = PersonPath.Description,
            Query = Query,
        });

    private static async Task AnswerAsync(HttpContext context, ServerParts parts)
    {
        InputValues query = QueryInput.Read(context, Query);
        string resolution = query.Text("resolution", "hour");
        ResolvedPerson person = PersonPath.Read(context, parts);
        byte[] row = (await parts.PersonAsync(context, person)).Timing;
        await JsonAnswer.WriteAsync(
            context, (person, row, parts.Host.Options.Clocks, resolution, query), static (writer, it) => Write(writer, it.person, it.row, it.Clocks, it.resolution, it.query.Instant("since")));
    }

    private static void Write(Utf8JsonWriter writer, ResolvedPerson person, byte[] row, PersonClocks clocks, string resolution, Timestamp? since)
    {
        TimingRow timing = TimingRow.Read(row);
        RingView ring = timing.Evidence;
        int[] slots = new int[SlotsByResolution[resolution]];
        long from = since?.EpochMinute ?? 0;
        RingHistogram.Fill(ring, EvidenceClassSet.Engagement, from, long.MaxValue, clocks.Of(timing.Zones), slots);
        writer.WriteStartObject();
        writer.WriteString("universal_id", person.Node.ToString());
        writer.WriteString("resolution", resolution);
        writer.WriteString("since", since is { } given ? Rfc3339.Format(given) : null);
        writer.WriteNumber("events", slots.Sum());
        writer.WriteBoolean("counts_are_at_least", ring.Count == EvidenceRing.Capacity && ring[0].Place >= from);
        writer.WriteStartArray("slots");
        foreach (int count in slots)
        {
            writer.WriteNumberValue(count);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
