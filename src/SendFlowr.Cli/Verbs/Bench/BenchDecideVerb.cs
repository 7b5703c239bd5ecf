using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Pipeline.Bench;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Bench;

/// <summary><c>bench decide</c>: speed of decisions in process, on people in a directory of its own, which is removed.</summary>
internal sealed class BenchDecideVerb : Verb
{
    private readonly Option<long> _people = IntegerOption.Create("--people", 10_000, 1, 1_000_000);
    private readonly Option<long> _seed = IntegerOption.Create("--seed", 1, 0, long.MaxValue);

    public override string Name => "bench decide";

    public override IReadOnlyList<Symbol> Symbols => [_people, _seed];

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        using BenchDirectory directory = new();
        DecideBenchOptions options = new()
        {
            Directory = directory.FullName,
            People = context.Get(_people),
            Seed = context.Get(_seed),
            Time = context.Clock,
        };
        DecideBenchResult result = context.WithProgress(
            "Filling", "events", meter => DecideBench.Run(options, (done, total) => meter.Report(done, total, done), cancellation));
        Report(context, result);
        return Task.FromResult(ExitCode.Done);
    }

    private static void Report(VerbContext context, DecideBenchResult result)
    {
        if (context.IsJson)
        {
            context.Json.Write(writer => Write(writer, result));
            return;
        }

        Table table = Terminal.Table("figure", "value");
        table.Row("people", Number(result.People, "#,0"));
        table.Row("engagements a person", Number(result.EventsPerPerson));
        table.Row("decisions/s, one thread", Number(result.OperationsPerSecond, "#,0"));
        table.Row("median, µs", Number(result.MicrosecondsP50));
        table.Row("99th percentile, µs", Number(result.MicrosecondsP99));
        table.Row("greatest, µs", Number(result.MicrosecondsMax));
        table.Row("bytes allocated a decision", Number(result.BytesAllocatedPerOperation, "#,0"));
        foreach ((string name, _, double microseconds) in Stages(result.Stages))
        {
            table.Row($"{name}, µs", Number(microseconds));
        }

        context.Out.Write(table);
    }

    private static void Write(Utf8JsonWriter writer, DecideBenchResult result)
    {
        writer.WriteStartObject();
        writer.WriteNumber("operations_per_second", result.OperationsPerSecond);
        writer.WriteNumber("p50_us", result.MicrosecondsP50);
        writer.WriteNumber("p99_us", result.MicrosecondsP99);
        writer.WriteNumber("max_us", result.MicrosecondsMax);
        writer.WriteNumber("bytes_allocated_per_operation", result.BytesAllocatedPerOperation);
        writer.WriteNumber("people", result.People);
        writer.WriteNumber("events_per_person", result.EventsPerPerson);
        writer.WriteStartObject("stages_us");
        foreach ((_, string field, double microseconds) in Stages(result.Stages))
        {
            writer.WriteNumber(field, microseconds);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static IEnumerable<(string Name, string Field, double Microseconds)> Stages(DecideStages stages) =>
    [
        ("finding the person", "resolve", stages.Resolve),
        ("reading rows", "read", stages.Read),
        ("curve, signals, search", "decide", stages.Decide),
        ("reasons in words", "explain", stages.Explain),
        ("bytes of the record", "write", stages.Write),
    ];

    private static string Number(double value, string format = "#,0.0") => value.ToString(format, CultureInfo.InvariantCulture);
}
