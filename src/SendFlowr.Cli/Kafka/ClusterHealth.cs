using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SendFlowr.Cli.Frame;
using SendFlowr.Server;
using SendFlowr.Streams.Kafka.Engine;

namespace SendFlowr.Cli.Kafka;

/// <summary>What an instance on Kafka says of itself over HTTP: <c>/health</c>, <c>/health/live</c>, and <c>/health/ready</c> with its tasks.</summary>
internal static class ClusterHealth
{
    /// <summary>Listens at the address; port 0 takes any free one.</summary>
    /// <exception cref="VerbException">The address cannot be listened on.</exception>
    public static async Task<WebApplication> StartAsync(KafkaEngine engine, IPEndPoint listen, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{listen}");
        WebApplication app = builder.Build();
        app.MapGet("/health", static () => Results.Text("{\"status\":\"healthy\"}", "application/json"));
        app.MapGet("/health/live", static () => Results.Text("{\"status\":\"live\"}", "application/json"));
        app.MapGet("/health/ready", context => ReadyAsync(context, engine));
        try
        {
            await app.StartAsync(cancellation);
            return app;
        }
        catch (IOException exception)
        {
            await app.DisposeAsync();
            throw VerbException.Failed($"{listen} cannot be listened on: {exception.Message} Take another port with --port.", exception);
        }
    }

    /// <summary>The address with the port it was given.</summary>
    public static string UrlOf(WebApplication app) => SendFlowrServer.AddressOf(app).GetLeftPart(UriPartial.Authority);

    private static async Task ReadyAsync(HttpContext context, KafkaEngine engine)
    {
        IReadOnlyList<TaskPlace> tasks = engine.Tasks;
        IReadOnlyList<string> troubles = engine.Troubles;
        bool isReady = engine.IsServing && troubles.Count == 0 && !engine.Completion.IsCompleted;
        context.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        await using Utf8JsonWriter writer = new(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("status", isReady ? "ready" : "not ready");
        writer.WriteNumber("records", engine.Records);
        writer.WriteNumber("transactions", engine.Commits);
        writer.WriteStartArray("tasks");
        foreach (TaskPlace task in tasks)
        {
            writer.WriteStartObject();
            writer.WriteString("task", task.Task.ToString());
            writer.WriteNumber("worker", task.Worker);
            writer.WriteString("state", task.State);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("troubles");
        foreach (string trouble in troubles)
        {
            writer.WriteStringValue(trouble);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
    }
}
