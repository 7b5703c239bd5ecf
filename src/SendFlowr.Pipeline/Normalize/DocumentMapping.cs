using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Identity;
using SendFlowr.Pipeline.Records;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>Turns one document at a time into events, each under the node id of its routing identifier, and dead letters. Not thread-safe.</summary>
/// <param name="hasher">Not shared with others.</param>
internal sealed class DocumentMapping(NodeIdHasher hasher) : IMappingSink
{
    private readonly RecordWriter _writer = new(Schemas.Event);
    private readonly byte[] _key = new byte[NodeId.SizeBytes];
    private readonly Queue<Rejection> _rejections = new();
    private ISink _events = null!;

    /// <summary>Maps a document and sends what it yields.</summary>
    /// <param name="mapper">Of the document's source.</param>
    /// <param name="record">Where the document came from, for dead letters.</param>
    /// <param name="document">The document.</param>
    /// <param name="events">Takes the events.</param>
    /// <param name="deadLetters">Takes what cannot be used.</param>
    public void Map(BoundMapper mapper, in Record record, SourceDocument document, ISink events, ISink deadLetters)
    {
        _events = events;
        document.MapTo(mapper.Mapper, record.TimestampMilliseconds, this);
        while (_rejections.TryDequeue(out Rejection rejection))
        {
            mapper.Letters.Send(deadLetters, record, document, rejection);
        }
    }

    void IMappingSink.OnEvent(in MappedEvent mapped)
    {
        RoutingIdentifier.Choose(mapped.Event, hasher).Node.Write(_key);
        EventCodec.Write(_writer.Begin(), mapped.Event);
        _events.Send(_key, _writer.Bytes, mapped.Event.OccurredAt.EpochMilliseconds);
    }

    void IMappingSink.OnIgnored(int index)
    {
    }

    void IMappingSink.OnRejected(in Rejection rejection) => _rejections.Enqueue(rejection);
}
