using System.Text.Json;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Json;
using SendFlowr.Avro.Schemas;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Inputs;
using SendFlowr.Server.OpenApi;
using SendFlowr.Server.Problems;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Records;

namespace SendFlowr.Server.Triggers;

/// <summary>The stream of triggers for an orchestrator without a broker: read on from a place, wait for what comes.</summary>
internal static class TriggerEndpoints
{
    private const int MostTriggers = 1000;
    private const int UsualTriggers = 100;
    private const int MostWaitSeconds = 20;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly AvroSchema Schema = SchemaCatalog.Embedded.Current("trigger").Schema;
    private static readonly DatumReader Reader = new(Schema);

    private static readonly InputTable Query = new(
        InputField.Text("after", "Where to go on: 'next' of the last answer. Left out: the oldest trigger that is kept.", 64),
        InputField.Integer("limit", "About how many triggers at most; those of one transaction are never parted.", 1, MostTriggers) with { Default = UsualTriggers },
        InputField.Integer("wait_seconds", "How long to wait while there is none.", 0, MostWaitSeconds) with { Default = 0 });

    public static void MapTriggers(this IEndpointRouteBuilder routes, ServerParts parts) => routes.Get(
        "/triggers",
        context => ReadAsync(context, parts),
        new EndpointDescription(
            "Requests",
            "Messages to send now, each once, in the order in which they were triggered. Keep 'next' when they are sent, and read on after it.",
            AnswerShape.Object(
                "Triggers",
                "Triggers, oldest first, all of them durable.",
                Shape.List("triggers", "None when there was none in the time waited.", AnswerShape.Record("Trigger", "trigger").Schema),
                Shape.Text("next", "Where the next read goes on.")))
        {
            Query = Query,
            Problems = [ProblemType.Unavailable],
        });

    private static async Task ReadAsync(HttpContext context, ServerParts parts)
    {
        InputValues query = QueryInput.Read(context, Query);
        EmbeddedPipeline host = parts.Host as EmbeddedPipeline ?? throw new RefusedException(
            ProblemType.NotFound, $"this deployment has a broker: read the triggers from the topic {TopicNames.Triggers} (with your prefix), isolation.level=read_committed.");
        TriggerCursor after = query.Text("after") is { } text ? TriggerCursor.Parse(text, "after") : TriggerCursor.Start;
        int limit = (int)(query.Whole("limit") ?? UsualTriggers);
        long looks = (query.Whole("wait_seconds") ?? 0) * (long)(TimeSpan.FromSeconds(1) / LookEvery);

        // Taken before looking, so that what is appended while it looks is looked for again.
        long ends = Ends(host);
        List<TopicRecord> triggers = await FindAsync(parts, host, after, limit, context.RequestAborted);
        for (; triggers.Count == 0 && looks > 0 && !parts.Stopping.IsCancellationRequested; looks--)
        {
            await Task.Delay(LookEvery, context.RequestAborted);
            if (Ends(host) is var present && present != ends)
            {
                ends = present;
                triggers = await FindAsync(parts, host, after, limit, context.RequestAborted);
            }
        }

        TriggerCursor next = triggers.Count == 0 ? after : new TriggerCursor(triggers[^1].TimestampMilliseconds, triggers[^1].LogPosition);
        await JsonAnswer.WriteAsync(context, (triggers, next), static (writer, it) => Write(writer, it.triggers, it.next));
    }

    /// <summary>Only what survives a loss of power is given out: a trigger that was sent and then forgotten would be sent again.</summary>
    private static async Task<List<TopicRecord>> FindAsync(ServerParts parts, EmbeddedPipeline host, TriggerCursor after, int limit, CancellationToken cancellation)
    {
        EmbeddedEngine engine = host.Engine;
        long durable = await parts.RunAsync(() => engine.Statistics.LogPosition, TurnCompletion.Durable, cancellation);
        List<TopicRecord> found = [];
        bool isKnown = after == TriggerCursor.Start;
        foreach (TopicRecord record in engine.ReadTopic(TopicNames.Triggers, after.EmittedAtMilliseconds, static (_, _) => true))
        {
            if (record.LogPosition >= durable || (found.Count >= limit && record.LogPosition != found[^1].LogPosition))
            {
                break;
            }

            isKnown |= record.LogPosition == after.LogPosition;
            if (record.LogPosition > after.LogPosition)
            {
                found.Add(record);
            }
        }

        return isKnown
            ? found
            : throw ValueReader.Invalid(
                "after", "is no place in this log: the data directory was made anew, or that trigger is no longer kept. Leave it out to begin with the oldest that is kept");
    }

    /// <summary>Grows with every trigger.</summary>
    private static long Ends(EmbeddedPipeline host)
    {
        long sum = 0;
        for (int partition = 0; partition < host.PersonTasks; partition++)
        {
            sum += host.Engine.EndOffset(TopicNames.Triggers, partition);
        }

        return sum;
    }

    private static void Write(Utf8JsonWriter writer, List<TopicRecord> triggers, TriggerCursor next)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("triggers");
        foreach (TopicRecord trigger in triggers)
        {
            AvroJson.Write(writer, Schema, Reader.Read(Schemas.Trigger.Body(trigger.Value!)));
        }

        writer.WriteEndArray();
        writer.WriteString("next", next.ToString());
        writer.WriteEndObject();
    }
}
