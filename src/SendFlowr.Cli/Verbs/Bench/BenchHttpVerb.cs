using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Bench;

/// <summary><c>bench http</c>: questions over HTTP against an endpoint that does nothing, in a directory of its own, which is removed.</summary>
internal sealed class BenchHttpVerb : Verb
{
    private readonly Option<long> _connections = IntegerOption.Create("--connections", 64, 1, 1000);
    private readonly Option<long> _seconds = IntegerOption.Create("--seconds", 5, 1, 3600);
    private readonly Option<long> _people = IntegerOption.Create("--people", 2000, 1, 1_000_000);
    private readonly Option<long> _seed = IntegerOption.Create("--seed", 1, 0, long.MaxValue);

    public override string Name => "bench http";

    public override IReadOnlyList<Symbol> Symbols => [_connections, _seconds, _people, _seed];

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        using BenchDirectory directory = new();
        HttpBenchOptions options = new()
        {
            Directory = directory.FullName,
            Connections = (int)context.Get(_connections),
            Duration = TimeSpan.FromSeconds(context.Get(_seconds)),
            People = (int)context.Get(_people),
            Seed = context.Get(_seed),
            Time = context.Clock,
        };
        HttpBenchResult result = context.WithProgress(
            "Filling", "events", meter => HttpBench.RunAsync(options, (done, total) => meter.Report(done, total, done), cancellation).GetAwaiter().GetResult());
        Report(context, result);
        return Task.FromResult(ExitCode.Done);
    }

    private static void Report(VerbContext context, HttpBenchResult result)
    {
        if (context.IsJson)
        {
            context.Json.Write(writer => Write(writer, result));
            return;
        }

        Table table = Terminal.Table("figure", "value");
        table.Row("empty endpoint, requests/s", Number(result.EmptyPerSecond, "#,0"));
        table.Row("timing-decision, requests/s", Number(result.TimingDecisionPerSecond, "#,0"));
        table.Row("ratio", Number(result.Ratio, "0.00"));
        table.Row("empty endpoint, processor time a request, µs", Number(result.EmptyMicroseconds, "0.0"));
        table.Row("timing-decision, processor time a request, µs", Number(result.TimingDecisionMicroseconds, "0.0"));
        table.Row("timing-decision, median, ms", Number(result.MillisecondsP50, "0.00"));
        table.Row("99th percentile, ms", Number(result.MillisecondsP99, "0.00"));
        table.Row("greatest, ms", Number(result.MillisecondsMax, "0.00"));
        context.Out.Write(table);
    }

    private static void Write(Utf8JsonWriter writer, HttpBenchResult result)
    {
        writer.WriteStartObject();
        writer.WriteNumber("empty_per_second", result.EmptyPerSecond);
        writer.WriteNumber("timing_decision_per_second", result.TimingDecisionPerSecond);
        writer.WriteNumber("ratio", result.Ratio);
        writer.WriteNumber("empty_cpu_us", result.EmptyMicroseconds);
        writer.WriteNumber("timing_decision_cpu_us", result.TimingDecisionMicroseconds);
        writer.WriteNumber("p50_ms", result.MillisecondsP50);
        writer.WriteNumber("p99_ms", result.MillisecondsP99);
        writer.WriteNumber("max_ms", result.MillisecondsMax);
        writer.WriteEndObject();
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
