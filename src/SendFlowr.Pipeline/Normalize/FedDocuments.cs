using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>Feeds documents to the embedded engine, in turns of its owner.</summary>
/// <remarks>
/// What is accepted and what is a duplicate is counted by the people's own rows: a turn of the engine first processes what waits, then exactly
/// its own events, so nobody else's are among them however many feed at once.
/// </remarks>
internal sealed class FedDocuments(EmbeddedPipeline host, FeedBinding binding) : IDocumentIntake
{
    /// <summary>A step each for documents and events, and a few for what others left.</summary>
    private const int MostSteps = 64;

    public async Task<DocumentsTaken> TakeAsync(
        IReadOnlyList<(int Line, ReadOnlyMemory<byte> Document)> documents, int good, bool isLast, CancellationToken cancellation)
    {
        CounterRow counted = await host.Owner
            .RunAsync(() => Feed(documents, good), isLast ? TurnCompletion.Processed : TurnCompletion.Ran, cancellation)
            .ConfigureAwait(false);
        return new DocumentsTaken(counted.Accepted, counted.Duplicate);
    }

    /// <summary>Bad documents are fed too: they become dead letters.</summary>
    private CounterRow Feed(IReadOnlyList<(int Line, ReadOnlyMemory<byte> Document)> documents, int good)
    {
        long now = host.NowMilliseconds;
        CatchUp(now);
        CounterRow before = host.Counters();
        RecordBatch batch = new();
        foreach ((int line, ReadOnlyMemory<byte> document) in documents)
        {
            binding.Add(batch, document.Span, now, line);
        }

        host.Engine.FeedRecords(NormalizeTopology.Name, NormalizeTopology.Feed, 0, batch);
        CounterRow counted = Since(before);
        for (int step = 0; step < MostSteps && counted.Accepted + counted.Duplicate < good; step++)
        {
            host.Engine.Step(now);
            counted = Since(before);
        }

        return counted;
    }

    /// <summary>
    /// Processes the events and documents of others that wait. Not until the engine is idle: a learning run may keep it busy for seconds,
    /// and moves no counter.
    /// </summary>
    private void CatchUp(long now)
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

    private CounterRow Since(CounterRow before)
    {
        CounterRow after = host.Counters();
        return new CounterRow(after.Accepted - before.Accepted, after.Duplicate - before.Duplicate);
    }
}
