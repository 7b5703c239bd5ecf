using System.Runtime.ExceptionServices;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Topics;

namespace SendFlowr.Pipeline.Ingest;

/// <summary>Reads files through a connector and appends their events to the topic, for pipelines whose tasks may be elsewhere.</summary>
/// <remarks>
/// What a document yields is appended in one transaction. Which events are duplicates is found out by the tasks that have their people: they are
/// among the accepted ones here. One file at a time.
/// </remarks>
/// <param name="host">Takes the records.</param>
public sealed class TopicIngestor(PipelineHost host) : IIngestor
{
    private const int BatchBytes = 1 << 20;

    /// <inheritdoc/>
    public IngestResult Result { get; private set; } = new(0, 0, 0, 0);

    /// <inheritdoc/>
    /// <remarks>It is durable when this returns, and need not be processed.</remarks>
    public async Task IngestAsync(string path, CatalogEntry connector, Action<SourceProgress, long> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(progress);
        ConnectorDefinition definition = connector.Definition;
        using FileSource source = FileSource.Open(path, FileSourceOptions.For(definition) with { BatchBytes = BatchBytes });
        MapperFactory mappers = new(definition, new MapperOptions { DefaultCountry = host.Options.DefaultCountry });
        using MappedDocuments mapped = new(
            new BoundMapper($"{definition.Name}:{Path.GetFileName(path)}", null, source.CreateMapper(mappers)), host.CreateHasher());
        DocumentBatch documents = new();
        SourceDamagedException? damage = null;
        while (damage is null && !cancellation.IsCancellationRequested && Read(source, documents, mapped, out damage))
        {
            await AppendAsync(mapped).ConfigureAwait(false);
            Result = new IngestResult(
                Result.Read + documents.Count, Result.Accepted + mapped.Events.Count, 0, Result.DeadLetters + mapped.DeadLetters.Count);
            progress(source.Progress, Result.Read);
        }

        if (damage is not null)
        {
            ExceptionDispatchInfo.Throw(damage);
        }
    }

    /// <summary>Reads and maps a batch; false when there is nothing more.</summary>
    private bool Read(FileSource source, DocumentBatch documents, MappedDocuments mapped, out SourceDamagedException? damage)
    {
        damage = null;
        mapped.Clear();
        try
        {
            if (!source.TryReadBatch(documents))
            {
                return false;
            }
        }
        catch (SourceDamagedException exception)
        {
            damage = exception;
            return false;
        }

        long now = host.NowMilliseconds;
        for (int i = 0; i < documents.Count; i++)
        {
            mapped.Add(documents[i], now);
        }

        return true;
    }

    private Task<bool> AppendAsync(MappedDocuments mapped) => host.Owner.RunAsync(
        () =>
        {
            host.Append(TopicNames.Events, mapped.Events, host.NowMilliseconds);
            host.Append(TopicNames.DeadLetters, mapped.DeadLetters, host.NowMilliseconds);
            return true;
        },
        TurnCompletion.Durable,
        CancellationToken.None);
}
