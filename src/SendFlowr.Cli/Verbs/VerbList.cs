using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Verbs.Backtest;
using SendFlowr.Cli.Verbs.Connectors;

namespace SendFlowr.Cli.Verbs;

/// <summary>Every verb of the program. A new verb is a class, a help file, and its line here.</summary>
internal static class VerbList
{
    public static IReadOnlyList<Verb> All { get; } =
    [
        new BacktestVerb(),
        new ConnectorListVerb(),
        new ConnectorShowVerb(),
        new ConnectorTestVerb(),
    ];
}
