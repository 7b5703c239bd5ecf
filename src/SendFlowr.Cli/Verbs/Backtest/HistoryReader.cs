using System.Globalization;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Backtest;

namespace SendFlowr.Cli.Verbs.Backtest;

/// <summary>Reads the files of a backtest into rows: plain histories by themselves, everything else through a connector.</summary>
/// <param name="context">Settings, clock and progress.</param>
/// <param name="connector">Name or path of the connector for every file; null lets the header of a file decide.</param>
/// <param name="isLocal">Whether offsets are added to times.</param>
internal sealed class HistoryReader(VerbContext context, string? connector, bool isLocal)
{
    private readonly BacktestRows _rows = new(isLocal);
    private long _lines;

    /// <summary>Events that could not be mapped.</summary>
    public long Rejected { get; private set; }

    /// <exception cref="VerbException">A file is missing or cannot be read; the text names it.</exception>
    public BacktestRows Read(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        InputFiles.RequireAll(files);
        foreach (string file in files)
        {
            context.WithProgress($"Reading {Path.GetFileName(file)}", "events", meter => Read(file, meter, cancellation));
        }

        return _rows;
    }

    private bool Read(string file, ProgressMeter meter, CancellationToken cancellation)
    {
        try
        {
            if (connector is null && HistoryCsv.For(file, HistoryFile.FirstLine(file)) is { } csv)
            {
                ReadCsv(csv, file, meter, cancellation);
            }
            else
            {
                ReadEvents(file, meter, cancellation);
            }

            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            throw VerbException.Failed($"'{file}' cannot be read: {exception.Message}", exception);
        }
    }

    private void ReadCsv(HistoryCsv csv, string file, ProgressMeter meter, CancellationToken cancellation)
    {
        if (isLocal && !csv.HasOffsets)
        {
            throw VerbException.Usage($"--clock local needs the offset of every event, and '{file}' has no column utc_offset_min.");
        }

        using FileStream source = File.OpenRead(file);
        using Stream content = HistoryFile.Unpack(source);
        long before = _lines;
        csv.ReadInto(content, _rows, lines => meter.Report(source.Position, source.Length, _lines = before + lines), cancellation);
    }

    private void ReadEvents(string file, ProgressMeter meter, CancellationToken cancellation)
    {
        CatalogEntry entry = ConnectorCatalog.Find(connector ?? ConnectorCatalog.Canonical);
        using FileSource source = FileSource.Open(file, FileSourceOptions.For(entry.Definition));
        IEventMapper mapper = source.CreateMapper(new MapperFactory(entry.Definition, new() { DefaultCountry = context.Settings.DefaultCountry }));
        using HistorySink sink = new(_rows);
        long now = context.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        DocumentBatch batch = new();
        while (source.TryReadBatch(batch))
        {
            cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < batch.Count; i++)
            {
                SourceDocument document = batch[i];
                sink.Number = document.Number;
                document.MapTo(mapper, now, sink);
            }

            _lines += batch.Count;
            meter.Report(source.Progress.BytesRead, source.Progress.BytesTotal, _lines);
        }

        Rejected += sink.Rejected;
        Tell(file, sink);
    }

    private void Tell(string file, HistorySink sink)
    {
        if (sink.Rejected > 0)
        {
            context.Error.Line(string.Create(
                CultureInfo.InvariantCulture, $"{file}: events that cannot be mapped: {sink.Rejected:#,0}, the first at {sink.FirstRejection} `sendflowr connector test` shows all."));
        }

        if (isLocal && sink.WithoutOffset > 0)
        {
            context.Error.Line(string.Create(
                CultureInfo.InvariantCulture, $"{file}: events that say neither offset nor zone, and are taken as UTC: {sink.WithoutOffset:#,0}."));
        }
    }
}
