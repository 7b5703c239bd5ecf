using SendFlowr.Connectors.Files;
using SendFlowr.Model.Identity;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>
/// Maps documents of one source where they come in, into the records that the topology of normalization would make of them: for whoever
/// writes to the topics himself. Not thread-safe.
/// </summary>
internal sealed class MappedDocuments : IDisposable
{
    private readonly NodeIdHasher _hasher;
    private readonly BoundMapper _mapper;
    private readonly DocumentMapping _mapping;

    /// <param name="mapper">Maps the documents.</param>
    /// <param name="hasher">Not shared with others; disposed of with this object.</param>
    public MappedDocuments(BoundMapper mapper, NodeIdHasher hasher)
    {
        _hasher = hasher;
        _mapper = mapper;
        _mapping = new DocumentMapping(hasher);
    }

    /// <summary>For <see cref="Topics.TopicNames.Events"/>.</summary>
    public RecordBatch Events { get; } = new();

    /// <summary>For <see cref="Topics.TopicNames.DeadLetters"/>.</summary>
    public RecordBatch DeadLetters { get; } = new();

    /// <summary>Adds what a document yields.</summary>
    /// <param name="document">The document.</param>
    /// <param name="receivedAtMilliseconds">When it came in, in milliseconds since 1970.</param>
    public void Add(SourceDocument document, long receivedAtMilliseconds)
    {
        BatchSink events = new(Events);
        BatchSink letters = new(DeadLetters);
        Streams.Topologies.Record record = new()
        {
            Source = NormalizeTopology.Feed,
            Partition = 0,
            Offset = document.Number,
            TimestampMilliseconds = receivedAtMilliseconds,
            Key = default,
            Value = document.Bytes,
        };
        _mapping.Map(_mapper, record, document, events, letters);
    }

    public void Clear()
    {
        Events.Clear();
        DeadLetters.Clear();
    }

    public void Dispose() => _hasher.Dispose();
}
