using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Kafka;
using SendFlowr.Cli.Output;
using SendFlowr.Pipeline.Bench;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Bench;

/// <summary><c>bench pipeline</c>: throughput of the full pipeline in a directory of its own, which is removed.</summary>
internal sealed class BenchPipelineVerb : Verb
{
    private readonly Option<string> _driver = ChoiceOption.Create("--driver", "embedded", "kafka");
    private readonly Option<string?> _bootstrap = new("--bootstrap") { HelpName = "B" };
    private readonly Option<long> _workers = IntegerOption.Create("--workers", Environment.ProcessorCount, 1, 64);
    private readonly Option<string> _guarantee = ChoiceOption.Create("--guarantee", KafkaKeys.ExactlyOnce, KafkaKeys.AtLeastOnce);
    private readonly Option<long> _events = IntegerOption.Create("--events", 1_000_000, 1, 1_000_000_000);
    private readonly Option<long> _people = IntegerOption.Create("--people", 100_000, 1, 100_000_000);
    private readonly Option<long> _partitions = IntegerOption.Create("--partitions", Environment.ProcessorCount, 1, 256);
    private readonly Option<long> _seed = IntegerOption.Create("--seed", 1, 0, long.MaxValue);

    public override string Name => "bench pipeline";

    public override IReadOnlyList<Symbol> Symbols => [_driver, _bootstrap, _workers, _guarantee, _events, _people, _partitions, _seed];

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        using BenchDirectory directory = new();
        PipelineBenchOptions options = new()
        {
            Directory = directory.FullName,
            Events = context.Get(_events),
            People = context.Get(_people),
            Partitions = (int)context.Get(_partitions),
            Seed = context.Get(_seed),
            Time = context.Clock,
        };
        PipelineBenchResult result = context.Get(_driver) == "kafka"
            ? await RunOnKafkaAsync(context, options, cancellation)
            : context.WithProgress(
                "Measuring", "events", meter => PipelineBench.Run(options, (done, total) => meter.Report(done, total, done), cancellation));
        Report(context, result);
        return ExitCode.Done;
    }

    private async Task<PipelineBenchResult> RunOnKafkaAsync(VerbContext context, PipelineBenchOptions options, CancellationToken cancellation)
    {
        string bootstrap = context.Get(_bootstrap) ?? context.Settings.Kafka.Bootstrap
            ?? throw VerbException.Usage("--driver kafka needs --bootstrap host:port, or kafka.bootstrap in the configuration.");
        using KafkaPipelineBench bench = new(bootstrap, options, (int)context.Get(_workers), KafkaKeys.GuaranteeOf(context.Get(_guarantee)!));
        return await bench.RunAsync(static (_, _) => { }, cancellation);
    }

    private static void Report(VerbContext context, PipelineBenchResult result)
    {
        if (context.IsJson)
        {
            context.Json.Write(writer => Write(writer, result));
            return;
        }

        Table table = Terminal.Table("figure", "value");
        table.Row("events", Number(result.Events));
        table.Row("seconds", Number(result.Seconds, "0.00"));
        table.Row("events/s", Number(result.Events / result.Seconds));
        table.Row("CPU seconds per million events", Number(result.CpuSeconds * 1e6 / result.Events, "0.00"));
        if (result.LogBytesPerEvent is { } logBytes)
        {
            table.Row("log bytes per event", Number(logBytes));
        }

        table.Row("bytes per person", Number(result.BytesPerPerson));
        table.Row("peak resident memory, MB", Number(result.PeakRssMegabytes));
        table.Row("documents mapped to events, before, per second", Number(result.Events / result.NormalizeSeconds));
        context.Out.Write(table);
    }

    private static void Write(Utf8JsonWriter writer, PipelineBenchResult result)
    {
        writer.WriteStartObject();
        writer.WriteNumber("events", result.Events);
        writer.WriteNumber("seconds", result.Seconds);
        writer.WriteNumber("events_per_second", result.Events / result.Seconds);
        writer.WriteNumber("cpu_seconds_per_million_events", result.CpuSeconds * 1e6 / result.Events);
        if (result.LogBytesPerEvent is { } logBytes)
        {
            writer.WriteNumber("log_bytes_per_event", logBytes);
        }

        writer.WriteNumber("bytes_per_person", result.BytesPerPerson);
        writer.WriteNumber("peak_rss_mb", result.PeakRssMegabytes);
        writer.WriteStartObject("normalize");
        writer.WriteNumber("events_per_second", result.Events / result.NormalizeSeconds);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Number(double value, string format = "#,0") => value.ToString(format, CultureInfo.InvariantCulture);
}
