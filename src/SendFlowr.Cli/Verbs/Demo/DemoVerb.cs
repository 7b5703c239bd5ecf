using System.CommandLine;
using System.Net;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Instances;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary><c>demo</c>: a simulated audience through the whole embedded pipeline, held against its truth.</summary>
internal sealed class DemoVerb : Verb
{
    private readonly Option<long> _people = IntegerOption.Create("--people", 2_000, 12, 100_000);
    private readonly Option<long> _days = IntegerOption.Create("--days", 90, 7, 365);
    private readonly Option<long> _seed = IntegerOption.Create("--seed", 1, 0, long.MaxValue);
    private readonly Option<long> _port = IntegerOption.Create("--port", 8001, 0, IPEndPoint.MaxPort);
    private readonly Option<long> _speed = IntegerOption.Create("--speed", 1, 1, 3_600);
    private readonly Option<bool> _exit = new("--exit");

    public override string Name => "demo";

    public override IReadOnlyList<Symbol> Symbols => [_people, _days, _seed, _port, _speed, _exit];

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        DemoPlan plan = new((int)context.Get(_people), (int)context.Get(_days), context.Get(_seed));
        if (!context.Get(_exit))
        {
            InstanceServer.RequireFree(new IPEndPoint(IPAddress.Loopback, (int)context.Get(_port)));
        }

        string directory = DemoDirectory.Prepare(context.DataDirectory);
        using DemoRun run = new(plan, directory);
        DemoSummary summary = run.Play(context, cancellation);
        if (context.IsJson)
        {
            context.Json.Write(writer => DemoJson.Write(writer, summary));
        }
        else
        {
            DemoText.Print(context.Out, summary);
            new DemoStories(run).Print(context.Out);
        }

        if (!context.Get(_exit))
        {
            context.Flush();
            await DemoLife.LiveAsync(context, run, (int)context.Get(_port), context.Get(_speed), cancellation);
        }

        return ExitCode.Done;
    }
}
