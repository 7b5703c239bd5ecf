using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Streams.Embedded;

namespace SendFlowr.Server.Events;

/// <summary>Takes canonical events into the pipeline and says what became of each. Thread-safe.</summary>
/// <remarks>
/// Documents are mapped here first, so that bad ones are told to the sender, and then fed like those of a file. What is accepted and what
/// is a duplicate is counted by the people's own rows: a turn of the engine first processes what waits, then exactly its own events, so
/// nobody else's are among them however many send at once.
/// </remarks>
internal sealed class EventIntake : IDisposable
{
    /// <summary>Errors that are told one by one.</summary>
    public const int MostErrors = 100;

    private const string Source = "http:/events";

    /// <summary>Documents of one turn: a few milliseconds of work.</summary>
    private const int ChunkBytes = 128 << 10;

    /// <summary>A step each for documents and events, and a few for what others left.</summary>
    private const int MostSteps = 64;

    private readonly ServerParts _parts;
    private readonly Pool<DocumentCheck> _checks;
    private readonly FeedBinding _binding;

    public EventIntake(ServerParts parts)
    {
        _parts = parts;
        MapperFactory mappers = new(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions { DefaultCountry = parts.DefaultCountry });
        _checks = new Pool<DocumentCheck>(() => new DocumentCheck(mappers.CreateJson()));
        _binding = parts.Host.Feeds.Bind(Source, mappers.CreateJson);
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
            CounterRow counted = await _parts.RunAsync(
                () => Feed(chunk, good), end == documents.Count ? TurnCompletion.Processed : TurnCompletion.Ran, cancellation);
            outcome.Accepted += counted.Accepted;
            outcome.Duplicate += counted.Duplicate;
            next = end;
        }

        return outcome;
    }

    /// <summary>The binding stays: a document that waits in the engine could not be mapped without it.</summary>
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

    /// <summary>Bad documents are fed too: they become dead letters.</summary>
    private CounterRow Feed(List<(int Line, ReadOnlyMemory<byte> Document)> chunk, int good)
    {
        PipelineHost host = _parts.Host;
        long now = host.NowMilliseconds;
        CatchUp(host, now);
        CounterRow before = host.Counters();
        RecordBatch batch = new();
        foreach ((int line, ReadOnlyMemory<byte> document) in chunk)
        {
            _binding.Add(batch, document.Span, now, line);
        }

        host.Engine.FeedRecords(NormalizeTopology.Name, NormalizeTopology.Feed, 0, batch);
        CounterRow counted = Since(host, before);
        for (int step = 0; step < MostSteps && counted.Accepted + counted.Duplicate < good; step++)
        {
            host.Engine.Step(now);
            counted = Since(host, before);
        }

        return counted;
    }

    /// <summary>
    /// Processes the events and documents of others that wait. Not until the engine is idle: a learning run may keep it busy for seconds,
    /// and moves no counter.
    /// </summary>
    private static void CatchUp(PipelineHost host, long now)
    {
        CounterRow before;
        CounterRow after = host.Counters();
        int step = 0;
        do
        {
            before = after;
            if (host.Engine.Step(now).Idle)
            {
                return;
            }

            host.Engine.Step(now);
            after = host.Counters();
        }
        while (after != before && ++step < MostSteps);
    }

    private static CounterRow Since(PipelineHost host, CounterRow before)
    {
        CounterRow after = host.Counters();
        return new CounterRow(after.Accepted - before.Accepted, after.Duplicate - before.Duplicate);
    }
}
