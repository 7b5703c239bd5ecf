using System.IO.Pipelines;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Bodies;
using SendFlowr.Server.OpenApi;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Timing;

/// <summary>Questions: when should a message be triggered? Each answer is recorded before it is given.</summary>
internal static class TimingEndpoints
{
    /// <summary>Questions of one stream that are worked on at a time.</summary>
    private const int MostAtOnce = 64;

    private static readonly AnswerShape Decision = AnswerShape.Record("Decision", "decision");

    public static void MapTiming(this IEndpointRouteBuilder routes, ServerParts parts)
    {
        BodyShape body = BodyShape.Json("TimingQuestion", "When should a message to this person be triggered?", QuestionFields.Table, QuestionFields.Example);
        routes.Post(
            "/timing-decision",
            context => AnswerAsync(context, parts),
            new EndpointDescription("Timing", "The minute at which a message should be triggered. \"Do not send\" is an answer too: target and trigger are null.", Decision)
            {
                Body = body,
                Problems = [ProblemType.Unavailable],
            });
        routes.Post(
            "/timing-decisions",
            context => AnswerLinesAsync(context, parts),
            new EndpointDescription(
                "Timing",
                "Many questions, one a line; answers stream back in the same order, a line each: a decision, or {line, problem}.",
                Decision)
            {
                Body = body with { MediaTypes = [MediaType.Lines] },
                AnswersLines = true,
                Problems = [ProblemType.Unavailable],
            });
    }

    private static async Task AnswerAsync(HttpContext context, ServerParts parts)
    {
        TimingQuestion question = QuestionFields.Read(await BodyReader.ReadJsonAsync(context), parts);
        await JsonAnswer.WriteAsync(context, await AskAsync(parts, question), TimingAnswerJson.Write);
    }

    /// <summary>What the decider refuses that the fields did not is bad input all the same.</summary>
    private static async Task<TimingAnswer> AskAsync(ServerParts parts, TimingQuestion question)
    {
        try
        {
            return await parts.AskAsync(question);
        }
        catch (ArgumentException exception)
        {
            throw new RefusedException(ProblemType.InvalidField, exception.Message, exception.ParamName);
        }
    }

    private static async Task AnswerLinesAsync(HttpContext context, ServerParts parts)
    {
        MediaType.RequireLinesOr(context, MediaType.Lines);
        if (context.Request.ContentLength > BodyLimits.LinesBytes)
        {
            throw BodyReader.TooLarge(BodyLimits.LinesBytes);
        }

        LineStream lines = new(context.Request.BodyReader);
        context.Response.ContentType = JsonAnswer.LinesContentType;
        while (await lines.ReadAsync(MostAtOnce, context.RequestAborted) is { Count: > 0 } some)
        {
            Task<LineAnswer>[] answers = [.. some.Select(line => AnswerLineAsync(parts, line))];
            foreach (LineAnswer answer in await Task.WhenAll(answers))
            {
                JsonAnswer.AppendLine(context.Response, answer, static (writer, it) => it.Write(writer));
            }

            FlushResult flushed = await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            if (flushed.IsCompleted)
            {
                return;
            }
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async Task<LineAnswer> AnswerLineAsync(ServerParts parts, BodyLine line)
    {
        try
        {
            if (line.IsTooLong)
            {
                throw BodyReader.TooLarge(line.Limit);
            }

            return new LineAnswer(line.Number, await AskAsync(parts, QuestionFields.Read(line.Bytes.Span, parts)), null);
        }
        catch (RefusedException exception)
        {
            return new LineAnswer(line.Number, null, exception.Problem);
        }
    }
}
