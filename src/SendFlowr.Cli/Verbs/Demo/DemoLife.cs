using System.Globalization;
using System.Net;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Instances;
using SendFlowr.Cli.Output;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>The demo after its summary: the clock goes on, people do what they do, requests keep coming, HTTP answers, until it is stopped.</summary>
internal static class DemoLife
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Takes the pipeline over and lives until the cancellation.</summary>
    /// <param name="context">The verb's.</param>
    /// <param name="run">A demo that has been played.</param>
    /// <param name="port">Port of HTTP on loopback; 0 for any free one.</param>
    /// <param name="speed">Virtual seconds a second.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It has been ended, and everything is put away.</exception>
    /// <exception cref="VerbException">The port is taken, or the engine cannot go on.</exception>
    public static async Task LiveAsync(VerbContext context, DemoRun run, int port, double speed, CancellationToken cancellation)
    {
        run.Clock.Run(speed);
        EngineLoopOptions options = new() { Report = line => context.Error.Line($"sendflowr demo: {line}") };
        using EngineLoop loop = EngineLoop.Start(run.Host, options, run.Host.NextDueMilliseconds);
        RunningVerbs running = new();
        string token = Instance.NewToken();
        InstanceEndpoints endpoints = new(new CommandLine(VerbList.All), run.Host, context.Settings, token, running);
        IPEndPoint listen = new(IPAddress.Loopback, port);
        await using InstanceServer server = await InstanceServer.StartAsync(run.Host, listen, endpoints.Map, cancellation);
        new Instance(server.Url, token, Environment.ProcessId, context.Clock.GetUtcNow()).Write(run.Directory);
        try
        {
            Announce(context, run, server.Url, speed);
            await BeatAsync(run, loop, cancellation);
        }
        finally
        {
            Instance.Remove(run.Directory);
            await running.StopAsync();
        }
    }

    /// <summary>Once a second whatever has happened meanwhile goes to the engine, in a turn of its owner.</summary>
    private static async Task BeatAsync(DemoRun run, EngineLoop loop, CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(Beat, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                await loop.RunAsync(run.CatchUp, TurnCompletion.Ran, cancellation);
            }
        }
        catch (EngineStoppedException exception)
        {
            throw VerbException.Failed($"the engine cannot go on: {exception.Message}", exception);
        }
    }

    private static void Announce(VerbContext context, DemoRun run, string url, double speed)
    {
        string somebody = run.Audience.People[0].Email;
        string provider = run.Audience.Lanes[run.Audience.People[0].LaneIndex].Lane.Provider;
        string data = Path.GetRelativePath(Environment.CurrentDirectory, run.Directory);
        string pace = speed == 1 ? "at real speed" : string.Create(CultureInfo.InvariantCulture, $"at {speed} times real speed");
        context.Error.Line("");
        context.Error.Line($"The demo lives on at {url}, from {run.Clock.Now} by its own clock {pace}. Ctrl-C ends it. Try:");
        context.Error.Line($"  curl -s {url}/health");
        context.Error.Line($"  curl -s {url}/lanes");
        context.Error.Line($"  curl -s {url}/features/email={somebody}");
        context.Error.Line(
            $$"""  curl -s -X POST {{url}}/timing-decision -H 'Content-Type: application/json' -d '{"email":"{{somebody}}","provider":"{{provider}}"}'""");
        context.Error.Line(
            $$"""  curl -s -X POST {{url}}/requests -H 'Content-Type: application/json' -d '{"request_id":"mine-1","email":"{{somebody}}","provider":"{{provider}}"}'""");
        context.Error.Line($"  curl -s {url}/requests/mine-1");
        context.Error.Line($"  {CommandName.Text} decide email={somebody} --provider {provider} --data {data}");
        context.Error.Line($"Every endpoint, with a form to try it: {url}/docs");
    }
}
