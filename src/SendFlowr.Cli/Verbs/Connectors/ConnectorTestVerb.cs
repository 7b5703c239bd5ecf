using System.CommandLine;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Cli.Verbs.Connectors;

/// <summary><c>connector test DEF SAMPLE...</c>: what a definition makes of sample files. Stores nothing.</summary>
internal sealed class ConnectorTestVerb : Verb
{
    private readonly Argument<string> _definition = new("DEF");
    private readonly Argument<string[]> _samples = new("SAMPLE") { Arity = ArgumentArity.OneOrMore };

    public override string Name => "connector test";

    public override IReadOnlyList<Symbol> Symbols => [_definition, _samples];

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        CatalogEntry entry = ConnectorCatalog.Find(context.Get(_definition));
        string[] samples = context.Get(_samples);
        InputFiles.RequireAll(samples);
        ConnectorTester tester = new(entry.Definition, new MapperOptions { DefaultCountry = context.Settings.DefaultCountry });
        long receivedAtMilliseconds = context.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        using Stream standardOutput = Console.OpenStandardOutput();
        using Stream lines = context.IsJson ? new BufferedStream(standardOutput) : new OutcomeText(context.Out);
        using CancellableStream output = new(lines, cancellation);
        ConnectorTestSummary all = default;
        foreach (string sample in samples)
        {
            ConnectorTestSummary one = tester.Run(sample, receivedAtMilliseconds, output);
            all = new(all.Events + one.Events, all.Ignored + one.Ignored, all.Rejected + one.Rejected);
        }

        output.Flush();
        context.Error.Line($"{all.Events} events, {all.Ignored} ignored, {all.Rejected} rejected.");
        return Task.FromResult(ExitCode.Done);
    }
}
