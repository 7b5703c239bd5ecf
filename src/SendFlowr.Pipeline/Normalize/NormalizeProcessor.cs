using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Identity;
using SendFlowr.Pipeline.Records;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>Maps documents to canonical events, each sent under the node id of its routing identifier, and to dead letters.</summary>
internal sealed class NormalizeProcessor : IProcessor, IMappingSink
{
    private readonly FeedBinding _feed;
    private readonly NodeIdHasher _hasher;
    private readonly RecordWriter _writer = new(Schemas.Event);
    private readonly byte[] _key = new byte[NodeId.SizeBytes];
    private readonly Queue<Rejection> _rejections = new();
    private FeedBinding.Binding? _binding;
    private IEventMapper _mapper = null!;
    private DeadLetterWriter _letters = null!;
    private ISink _events = null!;
    private ISink _deadLetters = null!;

    /// <param name="feed">Says what is fed.</param>
    /// <param name="hasher">Not shared with another processor.</param>
    public NormalizeProcessor(FeedBinding feed, NodeIdHasher hasher)
    {
        _feed = feed;
        _hasher = hasher;
    }

    public void Init(IProcessorContext context)
    {
        _events = context.Sink("events");
        _deadLetters = context.Sink("deadletters");
    }

    public void Process(in Record record)
    {
        FollowBinding();
        SourceDocument document = new()
        {
            Number = record.Offset,
            Offset = record.Offset,
            Bytes = record.Value,
            Oversize = OversizedFeedKey.Read(record.Key),
        };
        document.MapTo(_mapper, record.TimestampMilliseconds, this);
        while (_rejections.TryDequeue(out Rejection rejection))
        {
            _letters.Send(_deadLetters, record, document, rejection);
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

    private void FollowBinding()
    {
        FeedBinding.Binding current = _feed.Current;
        if (!ReferenceEquals(current, _binding))
        {
            _binding = current;
            _mapper = current.CreateMapper();
            _letters = new DeadLetterWriter(current.Source);
        }
    }
}
