using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SendFlowr.Server.Curves;
using SendFlowr.Server.Docs;
using SendFlowr.Server.Events;
using SendFlowr.Server.Explanations;
using SendFlowr.Server.Features;
using SendFlowr.Server.Guard;
using SendFlowr.Server.Health;
using SendFlowr.Server.Identity;
using SendFlowr.Server.Lanes;
using SendFlowr.Server.OpenApi;
using SendFlowr.Server.Requests;
using SendFlowr.Server.Timing;
using SendFlowr.Server.Triggers;

namespace SendFlowr.Server;

/// <summary>The HTTP interface over a pipeline. Every path, field and answer: docs/HTTP.md.</summary>
/// <remarks>
/// <c>WebApplication app = SendFlowrServer.Build(new ServerOptions { Host = host }); await app.StartAsync();</c> More paths may be mapped
/// before it starts. <c>host.Owner</c> must take turns from any thread.
/// </remarks>
public static class SendFlowrServer
{
    /// <summary>Builds the server with every endpoint mapped; it does not listen yet.</summary>
    /// <exception cref="ArgumentException">An address that is not http on loopback.</exception>
    public static WebApplication Build(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Uri address = options.CheckedUrl();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Production, ContentRootPath = AppContext.BaseDirectory });

        // Files and variables of other programs must not change where it listens.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Logging.ClearProviders();
        options.Logging?.Invoke(builder.Logging);
        builder.WebHost.ConfigureKestrel(ConnectionLimits.Apply);
        builder.WebHost.UseUrls(address.GetLeftPart(UriPartial.Authority));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSendFlowrDescription();
        builder.Services.AddSingleton(services =>
            new ServerParts(options.Host, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        WebApplication app = builder.Build();
        app.UseMiddleware<FaultBoundary>();
        app.UseRouting();
        Map(app, app.Services.GetRequiredService<ServerParts>());
        return app;
    }

    /// <summary>The address it listens on, with the port it was given. After it has started.</summary>
    public static Uri AddressOf(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        IServerAddressesFeature addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new Uri(addresses.Addresses.Single());
    }

    private static void Map(IEndpointRouteBuilder routes, ServerParts parts)
    {
        routes.MapHealth(parts);
        routes.MapDocs();
        routes.MapTiming(parts);
        routes.MapPredict(parts);
        routes.MapExplanations(parts);
        routes.MapFeatures(parts);
        routes.MapCurves(parts);
        routes.MapHistograms(parts);
        routes.MapLanes(parts);
        routes.MapEvents(parts.Events);
        routes.MapIdentity(parts);
        routes.MapRequests(parts);
        routes.MapTriggers(parts);
    }
}
