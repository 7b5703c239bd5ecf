using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Model.Backtest;

namespace SendFlowr.Cli.Verbs.Backtest;

/// <summary>Reads the files of a backtest into rows: plain histories by themselves, everything else through a connector.</summary>
internal sealed class HistoryReader(VerbContext context, bool isLocal)
{
    private readonly BacktestRows _rows = new(isLocal);
    private long _events;

    /// <exception cref="VerbException">A file is missing or cannot be read; the text names it.</exception>
    public BacktestRows Read(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        foreach (string file in files.Where(file => !File.Exists(file)))
        {
            throw VerbException.Usage($"the file '{file}' does not exist.");
        }

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
            if (HistoryCsv.For(file, HistoryFile.FirstLine(file)) is { } csv)
            {
                ReadCsv(csv, file, meter, cancellation);
            }
            else
            {
                throw VerbException.Usage($"'{file}' does not begin with the header user_id,unix_seconds[,utc_offset_min].");
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
        long before = _events;
        csv.ReadInto(content, _rows, lines => meter.Report(source.Position, source.Length, _events = before + lines), cancellation);
    }
}
