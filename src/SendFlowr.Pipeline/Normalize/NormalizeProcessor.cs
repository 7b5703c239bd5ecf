using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Identity;
using SendFlowr.Pipeline.Records;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>Maps documents to canonical events, each sent under the node id of its routing identifier, and to dead letters.</summary>
internal sealed class NormalizeProcessor : IProcessor, IMappingSink
{
    private readonly IEventMapper _mapper;
    private readonly NodeIdHasher _hasher;
    private readonly DeadLetterWriter _letters;
    private readonly RecordWriter _writer = new(Schemas.Event);
    private readonly byte[] _key = new byte[NodeId.SizeBytes];
    private readonly Queue<Rejection> _rejections = new();
    private ISink _events = null!;
    private ISink _deadLetters = null!;

    /// <param name="mapper">The connector at work; not shared with another processor.</param>
    /// <param name="hasher">Not shared either.</param>
    /// <param name="source">What dead letters name as their source.</param>
    public NormalizeProcessor(IEventMapper mapper, NodeIdHasher hasher, string source)
    {
        _mapper = mapper;
        _hasher = hasher;
        _letters = new DeadLetterWriter(source);
    }

    public void Init(IProcessorContext context)
    {
        _events = context.Sink("events");
        _deadLetters = context.Sink("deadletters");
    }

    public void Process(in Record record)
    {
        if (OversizedDocument.TryRead(record.Key, out long length, out ReadOnlySpan<byte> sha256))
        {
            Rejection tooLong = new(-1, RejectionReason.LineTooLong, "", "The line is longer than 1 MiB; split it into one event a line.", 0, 0);
            _letters.SendOversized(_deadLetters, record, tooLong, length, sha256);
            return;
        }

        _mapper.Map(record.Value, record.TimestampMilliseconds, this);
        while (_rejections.TryDequeue(out Rejection rejection))
        {
            _letters.Send(_deadLetters, record, rejection);
        }
    }

    public void Punctuate(long nowMilliseconds)
    {
    }

    public void OnEvent(in MappedEvent mapped)
    {
        RoutingIdentifier.Choose(mapped.Event, _hasher).Node.Write(_key);
        EventCodec.Write(_writer.Begin(), mapped.Event);
        _events.Send(_key, _writer.Bytes, mapped.Event.OccurredAt.EpochMilliseconds);
    }

    public void OnIgnored(int index)
    {
    }

    public void OnRejected(in Rejection rejection) => _rejections.Enqueue(rejection);
}
