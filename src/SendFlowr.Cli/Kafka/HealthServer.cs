using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Instances;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Server;
using SendFlowr.Streams.Kafka.Engine;

namespace SendFlowr.Cli.Kafka;

/// <summary>What an instance that only runs tasks says of itself over HTTP: <c>/health</c>, <c>/health/live</c>, and <c>/health/ready</c> with its tasks.</summary>
internal sealed class HealthServer : IRunningServer
{
    private readonly WebApplication _app;
    private bool _isDisposed;

    private HealthServer(WebApplication app)
    {
        _app = app;
        Url = SendFlowrServer.AddressOf(app).GetLeftPart(UriPartial.Authority);
    }

    /// <inheritdoc/>
    public string Url { get; }

    /// <summary>Listens at the address; port 0 takes any free one.</summary>
    /// <exception cref="VerbException">The address cannot be listened on.</exception>
    public static async Task<IRunningServer> StartAsync(KafkaEngine engine, IPEndPoint listen, CancellationToken cancellation)
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
            return new HealthServer(app);
        }
        catch (IOException exception)
        {
            await app.DisposeAsync();
            throw VerbException.Failed($"{listen} cannot be listened on: {exception.Message} Take another port with --port.", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }

    private static async Task ReadyAsync(HttpContext context, KafkaEngine engine)
    {
        Readiness readiness = ClusterReadiness.Of(engine);
        context.Response.StatusCode = readiness.Reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        await using Utf8JsonWriter writer = new(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("status", readiness.Reason is null ? "healthy" : "not ready");
        writer.WriteString("reason", readiness.Reason);
        readiness.WriteMore?.Invoke(writer);
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
    }
}
