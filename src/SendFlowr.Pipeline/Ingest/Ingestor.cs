using System.Runtime.ExceptionServices;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Ingest;

/// <summary>Reads files through a connector into the pipeline.</summary>
/// <remarks>
/// What a document yields is committed in one step, so a process that is killed leaves whole documents only; reading the file
/// again finds the first ones to be duplicates. One file at a time; what it writes goes through the engine's owner. Its counts are
/// those of the whole pipeline: what others feed meanwhile is among them.
/// </remarks>
public sealed class Ingestor : IIngestor
{
    /// <summary>Small enough that a step takes all documents of a batch, however short they are.</summary>
    private const int BatchBytes = 128 << 10;

    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(1);

    private readonly EmbeddedPipeline _host;
    private readonly RecordBatch[] _records;
    private readonly DocumentBatch _documents = new();
    private readonly CounterRow _countersBefore;
    private readonly long _lettersBefore;
    private long _read;
    private long _lastSync;

    public Ingestor(EmbeddedPipeline host)
    {
        _host = host;
        _records = [.. Enumerable.Range(0, host.Engine.PartitionCount(NormalizeTopology.Name)).Select(static _ => new RecordBatch())];
        _countersBefore = host.Counters();
        _lettersBefore = host.Engine.EndOffset(TopicNames.DeadLetters, 0);
    }

    /// <inheritdoc/>
    public IngestResult Result
    {
        get
        {
            CounterRow counters = _host.Counters();
            return new IngestResult(
                _read,
                counters.Accepted - _countersBefore.Accepted,
                counters.Duplicate - _countersBefore.Duplicate,
                _host.Engine.EndOffset(TopicNames.DeadLetters, 0) - _lettersBefore);
        }
    }

    /// <summary>Reads one file to its end and returns when all of it is processed and durable; blocks the calling thread.</summary>
    public void Ingest(string path, CatalogEntry connector, Action<SourceProgress, long> progress, CancellationToken cancellation) =>
        IngestAsync(path, connector, progress, cancellation).GetAwaiter().GetResult();

    /// <inheritdoc/>
    /// <remarks>All of it is processed and durable when this is done.</remarks>
    public async Task IngestAsync(string path, CatalogEntry connector, Action<SourceProgress, long> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(progress);
        ConnectorDefinition definition = connector.Definition;
        using FileSource source = FileSource.Open(path, FileSourceOptions.For(definition) with { BatchBytes = BatchBytes });
        MapperFactory mappers = new(definition, new MapperOptions { DefaultCountry = _host.Options.DefaultCountry });
        source.CreateMapper(mappers); // refuses a file without the columns the definition reads, before anything is processed
        using FeedBinding binding = _host.Feeds.Bind($"{definition.Name}:{Path.GetFileName(path)}", () => source.CreateMapper(mappers));
        _lastSync = _host.Options.Time.GetTimestamp();
        try
        {
            SourceDamagedException? damage = null;
            while (damage is null && !cancellation.IsCancellationRequested && Read(source, binding, out damage))
            {
                await _host.Owner.RunAsync(Feed, SyncNowAndThen(), CancellationToken.None).ConfigureAwait(false);
                _read += _records.Sum(static batch => batch.Count);
                progress(source.Progress, _read);
            }

            if (damage is not null)
            {
                ExceptionDispatchInfo.Throw(damage);
            }
        }
        finally
        {
            await _host.DrainAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a batch for each task; false when there is nothing more. What stands before damage is given first.</summary>
    private bool Read(FileSource source, FeedBinding binding, out SourceDamagedException? damage)
    {
        damage = null;
        long now = _host.NowMilliseconds;
        foreach (RecordBatch records in _records)
        {
            records.Clear();
        }

        try
        {
            for (int task = 0; task < _records.Length && source.TryReadBatch(_documents); task++)
            {
                for (int i = 0; i < _documents.Count; i++)
                {
                    binding.Add(_records[task], _documents[i], now);
                }
            }
        }
        catch (SourceDamagedException exception)
        {
            damage = exception;
        }

        return _records[0].Count > 0;
    }

    private bool Feed()
    {
        for (int task = 0; task < _records.Length; task++)
        {
            _host.Engine.FeedRecords(NormalizeTopology.Name, NormalizeTopology.Feed, task, _records[task]);
        }

        return _host.Engine.Step(_host.NowMilliseconds).Idle;
    }

    private TurnCompletion SyncNowAndThen()
    {
        if (_host.Options.Time.GetElapsedTime(_lastSync) < SyncEvery)
        {
            return TurnCompletion.Ran;
        }

        _lastSync = _host.Options.Time.GetTimestamp();
        return TurnCompletion.Durable;
    }
}
