using System.CommandLine;
using SendFlowr.Cli.Frame;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary><c>demo</c>: a simulated audience through the whole embedded pipeline, held against its truth.</summary>
internal sealed class DemoVerb : Verb
{
    private readonly Option<long> _people = IntegerOption.Create("--people", 2_000, 12, 100_000);
    private readonly Option<long> _days = IntegerOption.Create("--days", 90, 7, 365);
    private readonly Option<long> _seed = IntegerOption.Create("--seed", 1, 0, long.MaxValue);
    private readonly Option<bool> _exit = new("--exit");

    public override string Name => "demo";

    public override IReadOnlyList<Symbol> Symbols => [_people, _days, _seed, _exit];

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        DemoPlan plan = new((int)context.Get(_people), (int)context.Get(_days), context.Get(_seed));
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
        }

        return Task.FromResult(ExitCode.Done);
    }
}
