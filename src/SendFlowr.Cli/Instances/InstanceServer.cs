using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SendFlowr.Cli.Frame;

namespace SendFlowr.Cli.Instances;

/// <summary>The HTTP server of a running process. One start; one stop.</summary>
internal sealed class InstanceServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private InstanceServer(WebApplication app, string url)
    {
        _app = app;
        Url = url;
    }

    /// <summary>Where it is reached, without a slash at the end.</summary>
    public string Url { get; }

    /// <summary>Listens at the address; port 0 takes any free one.</summary>
    /// <exception cref="VerbException">Another program has the port.</exception>
    public static async Task<InstanceServer> StartAsync(IPEndPoint listen, Action<WebApplication> map, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(listen));
        WebApplication app = builder.Build();
        app.MapGet("/health", static () => Results.Text("""{"status":"healthy"}""", "application/json"));
        map(app);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await app.DisposeAsync();
            throw VerbException.Failed(
                $"the address {listen} is in use by another program. Name a free port with --port (0 takes any), or stop that program.", exception);
        }

        IServerAddressesFeature addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new InstanceServer(app, new Uri(addresses.Addresses.Single()).GetLeftPart(UriPartial.Authority));
    }

    /// <summary>Answers what has been asked, and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>The frame of the verbs sees to signals.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
