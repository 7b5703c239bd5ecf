using System.Buffers.Binary;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Identity;
using SendFlowr.Pipeline.Records;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>Maps documents to canonical events, each sent under the node id of its routing identifier, and to dead letters.</summary>
internal sealed class NormalizeProcessor : IProcessor, IMappingSink
{
    /// <summary>Sources that one processor remembers before it forgets those that have ended.</summary>
    private const int RememberedSources = 16;

    private readonly FeedBindings _feeds;
    private readonly NodeIdHasher _hasher;
    private readonly RecordWriter _writer = new(Schemas.Event);
    private readonly byte[] _key = new byte[NodeId.SizeBytes];
    private readonly Queue<Rejection> _rejections = new();
    private readonly Dictionary<int, BoundMapper> _mappers = [];
    private BoundMapper? _latest;
    private ISink _events = null!;
    private ISink _deadLetters = null!;

    /// <param name="feeds">What is fed.</param>
    /// <param name="hasher">Not shared with another processor.</param>
    public NormalizeProcessor(FeedBindings feeds, NodeIdHasher hasher)
    {
        _feeds = feeds;
        _hasher = hasher;
    }

    public void Init(IProcessorContext context)
    {
        _events = context.Sink("events");
        _deadLetters = context.Sink("deadletters");
    }

    public void Process(in Record record)
    {
        BoundMapper bound = MapperOf(BinaryPrimitives.ReadInt32BigEndian(record.Key));
        SourceDocument document = new()
        {
            Number = record.Offset,
            Offset = record.Offset,
            Bytes = record.Value,
            Oversize = OversizedFeedKey.Read(record.Key),
        };
        document.MapTo(bound.Mapper, record.TimestampMilliseconds, this);
        while (_rejections.TryDequeue(out Rejection rejection))
        {
            bound.Letters.Send(_deadLetters, record, document, rejection);
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

    private BoundMapper MapperOf(int number)
    {
        if (_latest is { } latest && latest.Binding.Number == number)
        {
            return latest;
        }

        if (!_mappers.TryGetValue(number, out BoundMapper? bound))
        {
            ForgetEnded();
            bound = new BoundMapper(_feeds.Get(number));
            _mappers.Add(number, bound);
        }

        _latest = bound;
        return bound;
    }

    private void ForgetEnded()
    {
        if (_mappers.Count >= RememberedSources)
        {
            foreach (BoundMapper ended in _mappers.Values.Where(bound => !_feeds.Holds(bound.Binding)).ToList())
            {
                _mappers.Remove(ended.Binding.Number);
            }
        }
    }
}
