using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Embedded;

namespace SendFlowr.Pipeline.Ingest;

/// <summary>Reads files through a connector into the pipeline.</summary>
/// <remarks>
/// What a document yields is committed in one step, so a process that is killed leaves whole documents only; reading the file
/// again finds the first ones to be duplicates. Belongs to the thread that owns the engine.
/// </remarks>
public sealed class Ingestor
{
    /// <summary>Small enough that a step takes all documents of a batch, however short they are.</summary>
    private const int BatchBytes = 128 << 10;

    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(1);

    private readonly PipelineHost _host;
    private readonly RecordBatch _records = new();
    private readonly DocumentBatch _documents = new();
    private readonly CounterRow _countersBefore;
    private readonly long _lettersBefore;
    private readonly int _tasks;
    private long _read;
    private long _lastSync;

    public Ingestor(PipelineHost host)
    {
        _host = host;
        _countersBefore = host.Counters();
        _tasks = host.Engine.PartitionCount(NormalizeTopology.Name);
        _lettersBefore = host.Engine.EndOffset(TopicNames.DeadLetters, 0);
    }

    /// <summary>What has been committed since this object was made.</summary>
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

    /// <summary>Reads one file to its end and returns when all of it is processed and durable.</summary>
    /// <param name="path">The file.</param>
    /// <param name="connector">How its documents become events.</param>
    /// <param name="progress">Called after each step with the bytes read, the bytes there are, and the documents read of all files.</param>
    /// <param name="cancellation">Stops reading; what was read is still processed and made durable.</param>
    /// <exception cref="SourceFormatException">The file is not what its name says; nothing was read.</exception>
    /// <exception cref="SourceDamagedException">The file ends early; everything before was processed.</exception>
    public void Ingest(string path, CatalogEntry connector, Action<SourceProgress, long> progress, CancellationToken cancellation)
    {
        ConnectorDefinition definition = connector.Definition;
        using FileSource source = FileSource.Open(path, FileSourceOptions.For(definition) with { BatchBytes = BatchBytes });
        MapperFactory mappers = new(definition, new MapperOptions { DefaultCountry = _host.Options.DefaultCountry });
        source.CreateMapper(mappers); // refuses a file without the columns the definition reads, before anything is processed
        _host.Feed.Bind($"{definition.Name}:{Path.GetFileName(path)}", () => source.CreateMapper(mappers));
        _lastSync = _host.Options.Time.GetTimestamp();
        try
        {
            while (!cancellation.IsCancellationRequested && FeedEveryTask(source))
            {
                _host.Engine.Step(_host.NowMilliseconds);
                SyncNowAndThen();
                progress(source.Progress, _read);
            }
        }
        finally
        {
            _host.Drain();
        }
    }

    /// <summary>Hands a batch to each task; false when the file has ended.</summary>
    private bool FeedEveryTask(FileSource source)
    {
        for (int task = 0; task < _tasks; task++)
        {
            if (!source.TryReadBatch(_documents))
            {
                return false;
            }

            _records.Clear();
            long now = _host.NowMilliseconds;
            for (int i = 0; i < _documents.Count; i++)
            {
                SourceDocument document = _documents[i];
                ReadOnlySpan<byte> key = document.Oversize is null ? default : OversizedFeedKey.Write(document.Oversize);
                _records.Add(key, document.Bytes, now, document.Number);
            }

            _host.Engine.FeedRecords(NormalizeTopology.Name, NormalizeTopology.Feed, task, _records);
            _read += _documents.Count;
        }

        return true;
    }

    private void SyncNowAndThen()
    {
        if (_host.Options.Time.GetElapsedTime(_lastSync) >= SyncEvery)
        {
            _host.Engine.Sync();
            _lastSync = _host.Options.Time.GetTimestamp();
        }
    }
}
