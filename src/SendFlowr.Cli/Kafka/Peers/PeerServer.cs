using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SendFlowr.Cli.Frame;
using SendFlowr.Server;

namespace SendFlowr.Cli.Kafka.Peers;

/// <summary>Gives the rows that are in this process to other instances of the deployment, who prove that they have its key.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private LocalRows? _rows;

    private PeerServer(WebApplication app)
    {
        _app = app;
        Address = SendFlowrServer.AddressOf(app);
    }

    /// <summary>Where it listens, with the port it was given.</summary>
    public Uri Address { get; }

    /// <summary>Listens at the address; port 0 takes any free one.</summary>
    /// <exception cref="VerbException">The address cannot be listened on.</exception>
    public static async Task<PeerServer> StartAsync(IPEndPoint listen, PeerToken token, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{listen}");
        WebApplication app = builder.Build();
        PeerServer? server = null;
        app.MapGet(RowQuery.Path, context => AnswerAsync(context, Volatile.Read(ref server)?._rows, token));
        try
        {
            await app.StartAsync(cancellation);
            Volatile.Write(ref server, new PeerServer(app));
            return server;
        }
        catch (IOException exception)
        {
            await app.DisposeAsync();
            throw VerbException.Failed($"{listen} cannot be listened on: {exception.Message} Name another address with kafka.peers.listen.", exception);
        }
    }

    /// <summary>From now on it has rows to give.</summary>
    public void Serve(LocalRows rows) => Volatile.Write(ref _rows, rows);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext context, LocalRows? rows, PeerToken token)
    {
        if (!token.IsProvenBy(context.Request.Headers.Authorization.ToString()))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        IQueryCollection query = context.Request.Query;
        if (RowQuery.TryRead(query["topology"], query["task"], query["standby"], query["row"]) is not { } asked)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (rows is null || rows.TryRead(asked, out byte[]?[] found) is not { } standing)
        {
            // It has the task no more, or not yet: whoever asks looks who has.
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            return;
        }

        byte[] answer = RowsCodec.Write(standing, found);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }
}
