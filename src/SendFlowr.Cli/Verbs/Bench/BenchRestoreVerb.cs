using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Kafka;
using SendFlowr.Cli.Output;
using SendFlowr.Pipeline.Bench;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Bench;

/// <summary><c>bench restore</c>: how long an instance on Kafka takes to restore its tables.</summary>
internal sealed class BenchRestoreVerb : Verb
{
    /// <summary>Events come to people by chance: so many that about as many people as were asked for have one.</summary>
    private const double EventsPerPerson = 3;
    private const double Surplus = 1.07;

    private readonly Option<string?> _bootstrap = new("--bootstrap") { HelpName = "B" };
    private readonly Option<long> _workers = IntegerOption.Create("--workers", Environment.ProcessorCount, 1, 64);
    private readonly Option<long> _people = IntegerOption.Create("--people", 1_000_000, 1, 100_000_000);
    private readonly Option<long> _partitions = IntegerOption.Create("--partitions", 4, 1, 256);
    private readonly Option<long> _seed = IntegerOption.Create("--seed", 1, 0, long.MaxValue);

    public override string Name => "bench restore";

    public override IReadOnlyList<Symbol> Symbols => [_bootstrap, _workers, _people, _partitions, _seed];

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        string bootstrap = context.Get(_bootstrap) ?? context.Settings.Kafka.Bootstrap
            ?? throw VerbException.Usage("bench restore needs --bootstrap host:port, or kafka.bootstrap in the configuration.");
        using BenchDirectory directory = new();
        PipelineBenchOptions options = new()
        {
            Directory = directory.FullName,
            Events = (long)Math.Ceiling(EventsPerPerson * context.Get(_people)),
            People = (long)Math.Ceiling(Surplus * context.Get(_people)),
            Partitions = (int)context.Get(_partitions),
            Seed = context.Get(_seed),
            Time = context.Clock,
        };
        using KafkaRestoreBench bench = new(bootstrap, options, (int)context.Get(_workers));
        KafkaRestoreResult result = await bench.RunAsync(cancellation);
        if (context.IsJson)
        {
            context.Json.Write(writer => Write(writer, result));
        }
        else
        {
            Report(context, result);
        }

        return ExitCode.Done;
    }

    private static void Report(VerbContext context, KafkaRestoreResult result)
    {
        Table table = Terminal.Table("figure", "snapshots and changelogs", "changelogs alone");
        (RestoreFigures one, RestoreFigures two) = (result.FromSnapshots, result.FromChangelogs);
        table.Row("people", Number(one.People), Number(two.People));
        table.Row("seconds", Number(one.Seconds, "0.00"), Number(two.Seconds, "0.00"));
        table.Row("CPU seconds", Number(one.CpuSeconds, "0.00"), Number(two.CpuSeconds, "0.00"));
        table.Row("records read", Number(one.Records), Number(two.Records));
        table.Row("records/s", Number(PerSecond(one)), Number(PerSecond(two)));
        table.Row("bytes of tables", Number(one.TableBytes), Number(two.TableBytes));
        context.Out.Write(table);
    }

    private static void Write(Utf8JsonWriter writer, KafkaRestoreResult result)
    {
        writer.WriteStartObject();
        Write(writer, "from_snapshots", result.FromSnapshots);
        Write(writer, "from_changelogs", result.FromChangelogs);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, RestoreFigures figures)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("people", figures.People);
        writer.WriteNumber("seconds", figures.Seconds);
        writer.WriteNumber("cpu_seconds", figures.CpuSeconds);
        writer.WriteNumber("records", figures.Records);
        writer.WriteNumber("records_per_second", PerSecond(figures));
        writer.WriteNumber("table_bytes", figures.TableBytes);
        writer.WriteEndObject();
    }

    private static double PerSecond(RestoreFigures figures) => figures.Seconds > 0 ? figures.Records / figures.Seconds : 0;

    private static string Number(double value, string format = "#,0") => value.ToString(format, CultureInfo.InvariantCulture);
}
