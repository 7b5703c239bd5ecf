using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using SendFlowr.Cli.Frame;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Server;

namespace SendFlowr.Cli.Instances;

/// <summary>The HTTP server of a running process: the interface of everyone, and what verbs of other processes need. One start; one stop.</summary>
internal sealed class InstanceServer : IRunningServer
{
    private readonly WebApplication _app;
    private bool _isDisposed;

    private InstanceServer(WebApplication app)
    {
        _app = app;
        Url = SendFlowrServer.AddressOf(app).GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Where it is reached, without a slash at the end.</summary>
    public string Url { get; }

    /// <summary>Ends the verb now when the address cannot be listened on, instead of after long work.</summary>
    /// <exception cref="VerbException">Another program has the port, or this machine has no such address.</exception>
    public static void RequireFree(IPEndPoint listen)
    {
        try
        {
            using Socket probe = new(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(listen);
            probe.Listen();
        }
        catch (SocketException exception)
        {
            throw Refused(listen, exception.SocketErrorCode == SocketError.AddressAlreadyInUse, exception);
        }
    }

    /// <summary>Listens at the address; port 0 takes any free one.</summary>
    /// <exception cref="VerbException">Another program has the port, or this machine has no such address.</exception>
    public static async Task<InstanceServer> StartAsync(
        PipelineHost host, IPEndPoint listen, Action<WebApplication> map, CancellationToken cancellation)
    {
        WebApplication app = SendFlowrServer.Build(new ServerOptions { Host = host, Url = $"http://{listen}", Logging = LogToStandardError });
        map(app);
        try
        {
            await app.StartAsync(cancellation);
            return new InstanceServer(app);
        }
        catch (IOException exception)
        {
            await app.DisposeAsync();
            throw Refused(listen, exception.InnerException is AddressInUseException, exception);
        }
    }

    /// <summary>Answers what has been asked, and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static VerbException Refused(IPEndPoint listen, bool isInUse, Exception exception) => VerbException.Failed(
        isInUse
            ? $"the address {listen} is in use by another program. Name a free port with --port (0 takes any), or stop that program."
            : $"listening on {listen} failed: {exception.Message} Name another address with http.listen, or another port with --port.",
        exception);

    /// <summary>Only what somebody should look into; standard output belongs to the verb.</summary>
    private static void LogToStandardError(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Error);

        // A start that failed is told by whoever asked for it, in words.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
