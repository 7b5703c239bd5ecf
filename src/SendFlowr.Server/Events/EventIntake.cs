using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Pipeline.Normalize;

namespace SendFlowr.Server.Events;

/// <summary>Takes canonical events into the pipeline and says what became of each. Thread-safe.</summary>
/// <remarks>Documents are mapped here first, so that bad ones are told to the sender, and then taken like those of a file.</remarks>
internal sealed class EventIntake : IDisposable
{
    /// <summary>Errors that are told one by one.</summary>
    public const int MostErrors = 100;

    private const string Source = "http:/events";

    /// <summary>Documents of one turn: a few milliseconds of work.</summary>
    private const int ChunkBytes = 128 << 10;

    private readonly ServerParts _parts;
    private readonly Pool<DocumentCheck> _checks;
    private readonly IDocumentIntake _documents;

    public EventIntake(ServerParts parts)
    {
        _parts = parts;
        MapperFactory mappers = new(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions { DefaultCountry = parts.DefaultCountry });
        _checks = new Pool<DocumentCheck>(() => new DocumentCheck(mappers.CreateJson()));
        _documents = parts.Host.CreateIntake(Source, mappers.CreateJson);
    }

    /// <summary>What is wrong with a document; null: it is an event.</summary>
    public EventError? Check(int line, ReadOnlyMemory<byte> document) =>
        _checks.Use((line, document, _parts.Host.NowMilliseconds), static (check, it) => check.Run(it.line, it.document.Span, it.NowMilliseconds));

    /// <summary>Takes documents; durable, and seen by every later read, when it returns.</summary>
    public async Task<EventOutcome> TakeAsync(IReadOnlyList<(int Line, ReadOnlyMemory<byte> Document)> documents, CancellationToken cancellation)
    {
        EventOutcome outcome = new();
        int next = 0;
        while (next < documents.Count)
        {
            int end = EndOfChunk(documents, next);
            List<(int Line, ReadOnlyMemory<byte> Document)> chunk = [.. documents.Skip(next).Take(end - next)];
            int good = CheckAll(chunk, outcome);
            DocumentsTaken taken = await ServerParts.LimitAsync(limited => _documents.TakeAsync(chunk, good, end == documents.Count, limited), cancellation);
            outcome.Accepted += taken.Accepted;
            outcome.Duplicate += taken.Duplicate;
            next = end;
        }

        return outcome;
    }

    public void Dispose() => _checks.Dispose();

    private static int EndOfChunk(IReadOnlyList<(int Line, ReadOnlyMemory<byte> Document)> documents, int next)
    {
        int bytes = 0;
        while (next < documents.Count && (bytes == 0 || bytes + documents[next].Document.Length <= ChunkBytes))
        {
            bytes += documents[next].Document.Length;
            next++;
        }

        return next;
    }

    private int CheckAll(List<(int Line, ReadOnlyMemory<byte> Document)> chunk, EventOutcome outcome)
    {
        int good = 0;
        foreach ((int line, ReadOnlyMemory<byte> document) in chunk)
        {
            outcome.Read++;
            if (Check(line, document) is not { } error)
            {
                good++;
                continue;
            }

            outcome.DeadLetters++;
            if (outcome.Errors.Count < MostErrors)
            {
                outcome.Errors.Add(error);
            }
        }

        return good;
    }
}
