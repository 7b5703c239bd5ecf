using SendFlowr.Server.Answers;
using SendFlowr.Server.Bodies;

namespace SendFlowr.Server.Problems;

/// <summary>Answers a request with a problem document.</summary>
internal static class ProblemAnswer
{
    public const string ContentType = "application/problem+json";

    /// <summary>
    /// Reads what is left of the body, so that a client that sends before it reads gets the answer, then answers. Beyond the limit
    /// of that reading the connection is cut after the answer.
    /// </summary>
    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        bool drained = await BodyDrain.DrainAsync(context);
        if (!drained)
        {
            context.Response.Headers.Connection = "close";
        }

        await JsonAnswer.WriteAsync(context, problem.Type.Status, ContentType, problem, static (writer, it) => it.Write(writer));
        if (!drained)
        {
            await context.Response.CompleteAsync();
            context.Abort();
        }
    }
}
