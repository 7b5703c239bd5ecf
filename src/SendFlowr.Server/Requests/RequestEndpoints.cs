using SendFlowr.Model.Requests;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Bodies;
using SendFlowr.Server.Identity;
using SendFlowr.Server.Inputs;
using SendFlowr.Server.OpenApi;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Requests;

/// <summary>Requests to send: taken, looked at, withdrawn.</summary>
internal static class RequestEndpoints
{
    private const string Parameter = "request_id";

    private static readonly InputTable NoQuery = new();
    private static readonly (string, string, string) Path = (Parameter, "The idempotency key, URL-encoded.", "order-1001-welcome");

    public static void MapRequests(this IEndpointRouteBuilder routes, ServerParts parts)
    {
        RequestIntake intake = new(parts);
        AnswerShape taken = AnswerShape.Object(
            "RequestTaken",
            "The request as it stands. Of several lines each has line and http_status too, and problem instead of the rest when it is refused.",
            [Shape.Text("status", "accepted, or duplicate when the same request was taken before."), .. RequestStanding.Shapes]);
        AnswerShape standing = AnswerShape.Object("Request", "Where a request stands.", RequestStanding.Shapes);
        routes.Post(
            "/requests",
            context => TakeAsync(context, intake),
            new EndpointDescription(
                "Requests",
                "Takes requests to send, one JSON object or one a line. 202: taken, it will end as triggered, suppressed, expired or cancelled. "
                    + "200: the same was taken before. Lines are answered with 200 and a line each.",
                taken)
            {
                Status = StatusCodes.Status202Accepted,
                Body = RequestFields.Body,
                Query = NoQuery,
                Problems = [ProblemType.Conflict, ProblemType.Unavailable],
            });
        routes.Get(
            $"/requests/{{{Parameter}}}",
            context => FindAsync(context, intake.Gateway),
            new EndpointDescription("Requests", "The newest revision of a request.", standing) { PathParameter = Path, Query = NoQuery, Problems = [ProblemType.NotFound] });
        routes.Delete(
            $"/requests/{{{Parameter}}}",
            context => CancelAsync(context, intake.Gateway),
            new EndpointDescription("Requests", "Withdraws a request. 200 only when it is cancelled, and then no trigger of it leaves; else 409 with its state.", standing)
            {
                PathParameter = Path,
                Query = NoQuery,
                Problems = [ProblemType.NotFound, ProblemType.Conflict, ProblemType.Unavailable],
            });
    }

    private static async Task TakeAsync(HttpContext context, RequestIntake intake)
    {
        QueryInput.Read(context, NoQuery);
        (byte[] body, bool isLines) = await BodyReader.ReadJsonOrLinesAsync(context);
        if (isLines)
        {
            await TakeLinesAsync(context, intake, body);
            return;
        }

        RequestLine line = (await intake.TakeAsync([(1, body)], context.RequestAborted))[0];
        if (line.Problem is { } problem)
        {
            throw new RefusedException(problem);
        }

        await JsonAnswer.WriteAsync(context, line.Status, line, static (writer, it) => it.Write(writer));
    }

    private static async Task TakeLinesAsync(HttpContext context, RequestIntake intake, byte[] body)
    {
        List<(int Line, ReadOnlyMemory<byte> Document)> documents = BodyLines.SplitWithinLimit(body);
        IReadOnlyList<RequestLine> lines = await intake.TakeAsync(documents, context.RequestAborted);
        if (lines.Count == 0)
        {
            throw new RefusedException(ProblemType.NothingAccepted, "the body has no line with a request; send one JSON object a line.");
        }

        context.Response.ContentType = JsonAnswer.LinesContentType;
        foreach (RequestLine line in lines)
        {
            JsonAnswer.AppendLine(context.Response, line, static (writer, it) => it.WriteLine(writer));
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async Task FindAsync(HttpContext context, RequestGateway gateway)
    {
        QueryInput.Read(context, NoQuery);
        RequestStatus status = await gateway.FindAsync(ReadId(context), context.RequestAborted) ?? throw Unknown();
        await JsonAnswer.WriteAsync(context, status, RequestStanding.Write);
    }

    private static async Task CancelAsync(HttpContext context, RequestGateway gateway)
    {
        QueryInput.Read(context, NoQuery);
        RequestStatus status = await gateway.CancelAsync(ReadId(context), context.RequestAborted) ?? throw Unknown();
        if (status.State != RequestState.Cancelled)
        {
            throw new RefusedException(new Problem(
                ProblemType.Conflict,
                $"the request is {status.State.Name()} and cannot be cancelled any more; GET /requests/{{request_id}} shows it.",
                Parameter)
            {
                WriteMore = writer => writer.WriteString("state", status.State.Name()),
            });
        }

        await JsonAnswer.WriteAsync(context, status, RequestStanding.Write);
    }

    private static string ReadId(HttpContext context)
    {
        string id = PersonPath.Segment(context, Parameter);
        return id.Length <= RequestLimits.RequestIdCharacters
            ? id
            : throw ValueReader.Invalid(Parameter, $"has {id.Length} characters; give 1 to {RequestLimits.RequestIdCharacters}");
    }

    private static RefusedException Unknown() => new(
        ProblemType.NotFound,
        $"no request has this id. Ids are remembered for {RequestLimits.Memory.TotalDays} days after the final state; POST /requests takes new ones.",
        Parameter);
}
