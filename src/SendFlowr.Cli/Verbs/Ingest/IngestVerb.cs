using System.CommandLine;
using System.Globalization;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Cli.Pipelines;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Ingest;

namespace SendFlowr.Cli.Verbs.Ingest;

/// <summary><c>ingest FILE...</c>: files through a connector into the data directory, then learning.</summary>
internal sealed class IngestVerb : Verb
{
    /// <summary>From here on the next start is noticeably faster from a snapshot than from the log.</summary>
    private const long SnapshotAfterDocuments = 50_000;

    /// <summary>Below it the tables' fixed size says more than the people.</summary>
    private const long PeopleForAnAverage = 1_000;

    private readonly Argument<string[]> _files = new("FILE") { Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _connector = new("--connector") { HelpName = "NAME|FILE", DefaultValueFactory = _ => ConnectorCatalog.Canonical };
    private readonly Option<bool> _noRelearn = new("--no-relearn");

    public override string Name => "ingest";

    public override IReadOnlyList<Symbol> Symbols => [_files, _connector, _noRelearn];

    public override bool UsesDataDirectory => true;

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        InputFiles.RequireAll(context.Get(_files), context.ResolvePath);
        CatalogEntry connector = ConnectorArgument.Find(context, context.Get(_connector)!);
        long start = context.Clock.GetTimestamp();
        using PipelineLease lease = PipelineOpening.Open(context);
        IIngestor ingestor = Prepare(lease.Host);
        int failed = context.Get(_files).Count(file => !TryRead(context, ingestor, file, connector, cancellation));

        if (!cancellation.IsCancellationRequested && !context.Get(_noRelearn))
        {
            Learn(context, lease, cancellation);
        }

        if (!lease.IsShared && ingestor.Result.Read >= SnapshotAfterDocuments && lease.Host is EmbeddedPipeline alone)
        {
            alone.Engine.Snapshot();
        }

        Report(context, lease.Host as EmbeddedPipeline, ingestor.Result, context.Clock.GetElapsedTime(start));
        return Task.FromResult(cancellation.IsCancellationRequested ? ExitCode.Interrupted : failed > 0 ? ExitCode.Failed : ExitCode.Done);
    }

    /// <summary>In this process what waits is processed first; on a cluster events are appended to their topic.</summary>
    private static IIngestor Prepare(PipelineHost host)
    {
        if (host is not EmbeddedPipeline embedded)
        {
            return new TopicIngestor(host);
        }

        embedded.DrainAsync(CancellationToken.None).GetAwaiter().GetResult();
        return new Ingestor(embedded);
    }

    /// <summary>A verb alone finishes what it began to learn; a running <c>up</c> goes on without being waited for.</summary>
    private static void Learn(VerbContext context, PipelineLease lease, CancellationToken cancellation)
    {
        CancellationToken patience = lease.IsShared ? cancellation : CancellationToken.None;
        try
        {
            context.WithProgress(
                "Learning",
                "days",
                meter => lease.Host.LearnAsync(null, days => meter.Report(0, 0, days), patience).GetAwaiter().GetResult());
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            context.Error.Line("sendflowr ingest: the learning goes on in the running sendflowr.");
        }
        catch (RowsUnavailableException exception)
        {
            context.Error.Line($"sendflowr ingest: nothing was learned: {exception.Message}");
        }
    }

    /// <summary>Reads one file; what is wrong with it is told, and the others go on.</summary>
    private static bool TryRead(
        VerbContext context, IIngestor ingestor, string file, CatalogEntry connector, CancellationToken cancellation)
    {
        try
        {
            context.WithProgress($"Reading {Path.GetFileName(file)}", "documents", meter =>
        {
            ingestor.IngestAsync(context.ResolvePath(file), connector, (bytes, documents) => meter.Report(bytes.BytesRead, bytes.BytesTotal, documents), cancellation)
                .GetAwaiter().GetResult();
            return true;
        });
            return true;
        }
        catch (Exception exception) when (exception is SourceFormatException or SourceDamagedException or DefinitionMismatchException)
        {
            context.Error.Line($"sendflowr ingest: {exception.Message}");
            return false;
        }
    }

    /// <param name="context">The verb.</param>
    /// <param name="host">The pipeline; null when its people are in other processes.</param>
    /// <param name="result">What was taken.</param>
    /// <param name="elapsed">How long it took.</param>
    private static void Report(VerbContext context, EmbeddedPipeline? host, IngestResult result, TimeSpan elapsed)
    {
        long people = host?.CountPeople() ?? 0;
        double bytesPerPerson = host?.Owner
            .RunAsync(() => ProcessMemory.BytesPerPerson(host), TurnCompletion.Ran, CancellationToken.None).GetAwaiter().GetResult() ?? 0;
        double perSecond = result.Read / Math.Max(elapsed.TotalSeconds, 0.001);
        if (context.IsJson)
        {
            context.Json.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("read", result.Read);
                writer.WriteNumber("accepted", result.Accepted);
                writer.WriteNumber("duplicate", result.Duplicate);
                writer.WriteNumber("dead_letters", result.DeadLetters);
                writer.WriteNumber("seconds", elapsed.TotalSeconds);
                writer.WriteNumber("events_per_second", perSecond);
                if (host is not null)
                {
                    writer.WriteNumber("people", people);
                    writer.WriteNumber("bytes_per_person", bytesPerPerson);
                }

                writer.WriteNumber("peak_rss_mb", ProcessMemory.PeakMegabytes());
                writer.WriteEndObject();
            });
            return;
        }

        string duplicates = host is null
            ? "appended to the topic of events (its tasks find out which of them are duplicates)"
            : string.Create(CultureInfo.InvariantCulture, $"accepted, {result.Duplicate:#,0} duplicate");
        context.Out.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"Read {result.Read:#,0} in {elapsed.TotalSeconds:0.0} s ({perSecond:#,0}/s): {result.Accepted:#,0} {duplicates}, {result.DeadLetters:#,0} dead letters."));
        if (host is not null)
        {
            string each = people >= PeopleForAnAverage ? string.Create(CultureInfo.InvariantCulture, $", {bytesPerPerson:#,0} bytes each") : "";
            context.Out.Line(string.Create(
                CultureInfo.InvariantCulture, $"{people:#,0} people known{each}; {ProcessMemory.PeakMegabytes():#,0} MB of memory at most."));
        }

        if (result.DeadLetters > 0)
        {
            context.Out.Line("What was refused, and why: sendflowr deadletters list");
        }
    }
}
