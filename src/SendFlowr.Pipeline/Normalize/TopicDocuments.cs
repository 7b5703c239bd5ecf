using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>Maps documents in this process and appends what they yield to the topics of events and dead letters, in one transaction. Any thread.</summary>
/// <remarks>Which of the events are duplicates is found out later, by the tasks that have their people.</remarks>
/// <param name="host">Takes the records.</param>
/// <param name="source">What dead letters name.</param>
/// <param name="createMapper">Makes a mapper for one thread.</param>
public sealed class TopicDocuments(PipelineHost host, string source, Func<IEventMapper> createMapper) : IDocumentIntake
{
    private static readonly TimeSpan MostWaiting = TimeSpan.FromSeconds(1);

    public async Task<DocumentsTaken> TakeAsync(
        IReadOnlyList<(int Line, ReadOnlyMemory<byte> Document)> documents, int good, bool isLast, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(documents);
        using MappedDocuments mapped = new(new BoundMapper(source, null, createMapper()), host.CreateHasher());
        long now = host.NowMilliseconds;
        foreach ((int line, ReadOnlyMemory<byte> document) in documents)
        {
            mapped.Add(new SourceDocument { Number = line, Offset = line, Bytes = document.Span }, now);
        }

        long taken = mapped.Events.Count;
        await AppendAsync(mapped.Events, mapped.DeadLetters, cancellation).ConfigureAwait(false);
        if (isLast)
        {
            await host.UntilEventsSeenAsync(MostWaiting, cancellation).ConfigureAwait(false);
        }

        return new DocumentsTaken(taken, 0);
    }

    /// <summary>Appends both in one turn, so that a document is taken whole or not at all.</summary>
    private Task<bool> AppendAsync(RecordBatch events, RecordBatch deadLetters, CancellationToken cancellation) => host.Owner.RunAsync(
        () =>
        {
            host.Append(TopicNames.Events, events, host.NowMilliseconds);
            host.Append(TopicNames.DeadLetters, deadLetters, host.NowMilliseconds);
            return true;
        },
        TurnCompletion.Durable,
        cancellation);
}
