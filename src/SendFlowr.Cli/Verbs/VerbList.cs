using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Verbs.Backtest;
using SendFlowr.Cli.Verbs.Bench;
using SendFlowr.Cli.Verbs.Connectors;
using SendFlowr.Cli.Verbs.Curve;
using SendFlowr.Cli.Verbs.DeadLetters;
using SendFlowr.Cli.Verbs.Decide;
using SendFlowr.Cli.Verbs.Demo;
using SendFlowr.Cli.Verbs.Doctor;
using SendFlowr.Cli.Verbs.Explain;
using SendFlowr.Cli.Verbs.Ingest;
using SendFlowr.Cli.Verbs.Registry;
using SendFlowr.Cli.Verbs.Relearn;
using SendFlowr.Cli.Verbs.Topics;
using SendFlowr.Cli.Verbs.Up;

namespace SendFlowr.Cli.Verbs;

/// <summary>Every verb of the program. A new verb is a class, a help file, and its line here.</summary>
internal static class VerbList
{
    public static IReadOnlyList<Verb> All { get; } =
    [
        new UpVerb(),
        new IngestVerb(),
        new DecideVerb(),
        new CurveVerb(),
        new ExplainVerb(),
        new BacktestVerb(),
        new RelearnVerb(),
        new ConnectorListVerb(),
        new ConnectorShowVerb(),
        new ConnectorTestVerb(),
        new DeadLettersListVerb(),
        new TopicsApplyVerb(),
        new TopicsDiffVerb(),
        new SchemasCheckVerb(),
        new SchemasRegisterVerb(),
        new DoctorVerb(),
        new BenchPipelineVerb(),
        new BenchDecideVerb(),
        new BenchCurveVerb(),
        new BenchRestoreVerb(),
        new BenchHttpVerb(),
        new DemoVerb(),
    ];
}
