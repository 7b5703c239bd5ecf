using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Pipeline.Bench;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Bench;

/// <summary><c>bench curve</c>: what a person's curve costs at histories of 0, 30 and 256 events.</summary>
internal sealed class BenchCurveVerb : Verb
{
    private readonly Option<long> _seed = IntegerOption.Create("--seed", 1, 0, long.MaxValue);

    public override string Name => "bench curve";

    public override IReadOnlyList<Symbol> Symbols => [_seed];

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        IReadOnlyList<CurveBenchResult> results = CurveBench.Run(context.Get(_seed), context.Clock, cancellation);
        if (context.IsJson)
        {
            context.Json.Write(writer => Write(writer, results));
            return Task.FromResult(ExitCode.Done);
        }

        Table table = Terminal.Table("events", "state, µs", "cohorts, µs", "week, µs", "all, µs", "decision, µs", "bytes");
        foreach (CurveBenchResult result in results)
        {
            table.Row(
                Number(result.Events, "0"), Number(result.State), Number(result.Person), Number(result.Week), Number(result.All),
                Number(result.Decision), Number(result.BytesAllocated, "0"));
        }

        context.Out.Write(table);
        return Task.FromResult(ExitCode.Done);
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<CurveBenchResult> results)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("sizes");
        foreach (CurveBenchResult result in results)
        {
            writer.WriteStartObject();
            writer.WriteNumber("events", result.Events);
            writer.WriteNumber("state_us", result.State);
            writer.WriteNumber("cohorts_us", result.Person);
            writer.WriteNumber("week_us", result.Week);
            writer.WriteNumber("all_us", result.All);
            writer.WriteNumber("decision_us", result.Decision);
            writer.WriteNumber("bytes_allocated", result.BytesAllocated);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Number(double value, string format = "#,0.0") => value.ToString(format, CultureInfo.InvariantCulture);
}
