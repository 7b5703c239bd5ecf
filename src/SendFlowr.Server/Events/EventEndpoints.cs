using SendFlowr.Server.Answers;
using SendFlowr.Server.Bodies;
using SendFlowr.Server.Inputs;
using SendFlowr.Server.OpenApi;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Events;

/// <summary>Canonical events, one or many.</summary>
internal static class EventEndpoints
{
    private const string Example = """
        {
          "event_id": "evt-1", "event_type": "clicked", "occurred_at": "2026-03-01T09:00:00Z", "provider": "klaviyo", "channel": "email",
          "identifiers": [{ "type": "email", "value": "ann@example.com" }], "message_id": "msg-1"
        }
        """;

    private static readonly InputTable NoQuery = new();

    public static void MapEvents(this IEndpointRouteBuilder routes, EventIntake intake) => routes.Post(
        "/events",
        context => TakeAsync(context, intake),
        new EndpointDescription(
            "Events",
            "Takes canonical events: one JSON object, or one a line. Lines that cannot be used become dead letters and are listed; the others are taken. "
                + "Sending an event again has no effect. The next read sees what was taken.",
            AnswerShape.Object(
                "EventsTaken",
                "What became of the events.",
                Shape.Integer("read", "Events read."),
                Shape.Integer("accepted", "Events that changed a person's state."),
                Shape.Integer("duplicate", "Events that were in the person's state already, or are older than a full ring."),
                Shape.Integer("dead_letters", "Lines that cannot be used."),
                Shape.List("errors", $"The first {EventIntake.MostErrors} of them.", Shape.Object(
                    "One line.",
                    Shape.Integer("line", "From 1."),
                    Shape.Text("field", "The field to blame; empty when none is."),
                    Shape.Text("reason", "A reason of the closed list of docs/CONNECTORS.md."),
                    Shape.Text("detail", "What is wrong and what to do.")))))
        {
            Body = BodyShape.Record("Event", "event", Example, MediaType.Json, MediaType.Lines),
            Query = NoQuery,
            Problems = [ProblemType.NothingAccepted, ProblemType.Unavailable],
        });

    private static async Task TakeAsync(HttpContext context, EventIntake intake)
    {
        QueryInput.Read(context, NoQuery);
        (byte[] body, bool isLines) = await BodyReader.ReadJsonOrLinesAsync(context);
        List<(int Line, ReadOnlyMemory<byte> Document)> documents = isLines ? BodyLines.SplitWithinLimit(body) : [(1, body)];
        RefuseIfAllAreBad(documents, isLines, intake);
        EventOutcome outcome = await intake.TakeAsync(documents, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, outcome, static (writer, it) => it.Write(writer));
    }

    /// <summary>Nothing is kept of a body of which nothing can be used: its sender has an answer and can mend it.</summary>
    private static void RefuseIfAllAreBad(List<(int Line, ReadOnlyMemory<byte> Document)> documents, bool isLines, EventIntake intake)
    {
        List<EventError> errors = [];
        foreach ((int line, ReadOnlyMemory<byte> document) in documents)
        {
            if (intake.Check(line, document) is not { } error)
            {
                return;
            }

            if (errors.Count < EventIntake.MostErrors)
            {
                errors.Add(error);
            }
        }

        if (!isLines)
        {
            throw Refuse(errors[0]);
        }

        string detail = errors.Count == 0
            ? "the body has no line with an event; send one JSON object a line."
            : $"none of {documents.Count} lines is an event; the first: line {errors[0].Line}, {Clause(errors[0])}.";
        throw new RefusedException(new Problem(ProblemType.NothingAccepted, detail, errors.FirstOrDefault()?.Field)
        {
            WriteMore = writer => EventOutcome.WriteErrors(writer, errors),
        });
    }

    private static RefusedException Refuse(EventError error) => new(
        error.Reason switch
        {
            "malformed_json" or "not_utf8" or "not_an_object" or "too_deep" => ProblemType.MalformedJson,
            "unknown_field" => ProblemType.UnknownField,
            "duplicate_key" => ProblemType.DuplicateField,
            "missing_field" => ProblemType.MissingField,
            _ => ProblemType.InvalidField,
        },
        Clause(error) + ".",
        error.Field.Length > 0 ? error.Field : null);

    private static string Clause(EventError error) => error.Field.Length == 0 ? error.Detail : $"'{error.Field}': {error.Detail}";
}
