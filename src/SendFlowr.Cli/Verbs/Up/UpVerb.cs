using System.CommandLine;
using System.Globalization;
using System.Net;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Instances;
using SendFlowr.Cli.Kafka;
using SendFlowr.Cli.Output;
using SendFlowr.Cli.Pipelines;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Cli.Verbs.Up;

/// <summary><c>up</c>: owns the data directory, serves HTTP, fires triggers and learns, until it is stopped.</summary>
internal sealed class UpVerb : Verb
{
    private const int DefaultPort = 8001;
    private const string All = "all";
    private const string Pipeline = "pipeline";
    private const string Serve = "serve";

    private readonly Option<long> _port = IntegerOption.Create("--port", DefaultPort, 0, IPEndPoint.MaxPort);
    private readonly Option<string> _role = RoleOption();
    private readonly Option<long> _standby = IntegerOption.Create("--standby", 0, 0, KafkaSettings.MostStandbys);

    public override string Name => "up";

    public override IReadOnlyList<Symbol> Symbols => [_port, _role, _standby];

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        IPEndPoint listen = context.IsGiven(_port) ? new IPEndPoint(context.Settings.Listen.Address, (int)context.Get(_port)) : context.Settings.Listen;
        string role = context.Get(_role) ?? All;
        if (context.Settings.Engine == EngineKind.Kafka)
        {
            int? standbys = context.IsGiven(_standby) ? (int)context.Get(_standby) : null;
            return await ClusterInstance.RunAsync(context, listen, RoleOf(role), standbys, cancellation);
        }

        if (role != All)
        {
            throw VerbException.Usage($"--role {role} needs engine: kafka; the embedded engine runs all roles in one process: leave it out, or give all.");
        }

        RefuseIfRunning(context.DataDirectory);
        EmbeddedPipeline host = PipelineOpening.Open(context).Embedded;
        using EngineLoop loop = EngineLoop.Start(host, new EngineLoopOptions { Report = line => context.Error.Line($"sendflowr up: {line}") }, host.NextDueMilliseconds);
        RunningVerbs running = new();
        string token = Instance.NewToken();
        InstanceEndpoints endpoints = new(new CommandLine(VerbList.All), host, context.Settings, token, running);
        await using InstanceServer server = await InstanceServer.StartAsync(host, listen, endpoints.Map, cancellation);
        new Instance(server.Url, token, Environment.ProcessId, context.Clock.GetUtcNow()).Write(context.DataDirectory);
        try
        {
            Announce(context, host, server.Url);
            await Task.WhenAny(loop.Completion, Task.Delay(Timeout.Infinite, cancellation));
        }
        finally
        {
            Instance.Remove(context.DataDirectory);
            await running.StopAsync();
        }

        await server.DisposeAsync();
        loop.Dispose();
        await UpReport.RequireGoodEndAsync(loop.Completion, "the engine");
        cancellation.ThrowIfCancellationRequested();
        return ExitCode.Interrupted;
    }

    private static ClusterRole RoleOf(string role) => role switch
    {
        All => ClusterRole.All,
        Pipeline => ClusterRole.Pipeline,
        Serve => ClusterRole.Serve,
        _ => throw VerbException.Usage($"--role {role} is not built yet; on engine: kafka there are {All}, {Pipeline} and {Serve}."),
    };

    private static void RefuseIfRunning(string directory)
    {
        if (Instance.TryRead(directory) is { } instance && Instance.IsOwned(directory))
        {
            throw VerbException.Failed(string.Create(
                CultureInfo.InvariantCulture,
                $"a sendflowr runs on the data directory {directory} already: process {instance.ProcessId}, at {instance.Url}. "
                + $"Stop it first, or name another directory with --data."));
        }
    }

    private static void Announce(VerbContext context, EmbeddedPipeline host, string url)
    {
        context.Error.Line(string.Create(
            CultureInfo.InvariantCulture, $"sendflowr up: data in {context.DataDirectory}, {host.CountPeople():#,0} people known"));
        UpReport.Ready(context, url);
    }

    private static Option<string> RoleOption()
    {
        string[] roles = [All, "ingest", Pipeline, Serve, "sink"];
        return new Option<string>("--role")
        {
            HelpName = "R",
            DefaultValueFactory = static _ => All,
            AllowMultipleArgumentsPerToken = false,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!roles.Contains(text, StringComparer.Ordinal))
                {
                    result.AddError($"--role takes {string.Join(", ", roles)}, not '{text}'.");
                }

                return text;
            },
        };
    }
}
