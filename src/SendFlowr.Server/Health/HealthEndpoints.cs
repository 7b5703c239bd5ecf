using SendFlowr.Pipeline.Hosting;
using SendFlowr.Server.Answers;
using SendFlowr.Server.OpenApi;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Health;

/// <summary>Whether the process lives and whether it can work.</summary>
internal static class HealthEndpoints
{
    private static readonly byte[] Healthy = """{"status":"healthy"}"""u8.ToArray();

    public static void MapHealth(this IEndpointRouteBuilder routes, ServerParts parts)
    {
        AnswerShape shape = AnswerShape.Object("Health", "The state of the process.", Shape.Text("status", "healthy."));
        routes.Get("/health", WriteHealthyAsync, new EndpointDescription("Health", "Whether the process lives.", shape));
        routes.Get("/health/live", WriteHealthyAsync, new EndpointDescription("Health", "Whether the process lives: any answer says so.", shape));
        routes.Get(
            "/health/ready",
            context => WriteReadinessAsync(context, parts),
            new EndpointDescription("Health", "Whether questions are answered and writes are taken; 503 with the reason otherwise.", shape)
            {
                Problems = [ProblemType.Unavailable],
            });
    }

    private static async Task WriteHealthyAsync(HttpContext context)
    {
        context.Response.ContentType = JsonAnswer.ContentType;
        context.Response.ContentLength = Healthy.Length;
        await context.Response.Body.WriteAsync(Healthy, context.RequestAborted);
    }

    private static async Task WriteReadinessAsync(HttpContext context, ServerParts parts)
    {
        Readiness readiness = await parts.Host.ReadinessAsync(context.RequestAborted);
        if (readiness.Reason is { } reason)
        {
            throw new RefusedException(new Problem(ProblemType.Unavailable, reason, null) { WriteMore = readiness.WriteMore });
        }

        await JsonAnswer.WriteAsync(context, readiness.WriteMore, static (writer, writeMore) =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", "healthy");
            writeMore?.Invoke(writer);
            writer.WriteEndObject();
        });
    }
}
