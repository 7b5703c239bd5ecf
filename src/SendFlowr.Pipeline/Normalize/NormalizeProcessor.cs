using System.Buffers.Binary;
using SendFlowr.Connectors.Files;
using SendFlowr.Model.Identity;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>Maps documents to canonical events, each sent under the node id of its routing identifier, and to dead letters.</summary>
internal sealed class NormalizeProcessor : IProcessor
{
    /// <summary>Sources that one processor remembers before it forgets those that have ended.</summary>
    private const int RememberedSources = 16;

    private readonly FeedBindings _feeds;
    private readonly DocumentMapping _mapping;
    private readonly Dictionary<int, BoundMapper> _mappers = [];
    private BoundMapper? _latest;
    private int _latestNumber;
    private ISink _events = null!;
    private ISink _deadLetters = null!;

    /// <param name="feeds">What is fed.</param>
    /// <param name="hasher">Not shared with another processor.</param>
    public NormalizeProcessor(FeedBindings feeds, NodeIdHasher hasher)
    {
        _feeds = feeds;
        _mapping = new DocumentMapping(hasher);
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
        _mapping.Map(bound, record, document, _events, _deadLetters);
    }

    public void Punctuate(long nowMilliseconds)
    {
    }

    private BoundMapper MapperOf(int number)
    {
        if (_latest is { } latest && _latestNumber == number)
        {
            return latest;
        }

        if (!_mappers.TryGetValue(number, out BoundMapper? bound))
        {
            ForgetEnded();
            FeedBinding binding = _feeds.Get(number);
            bound = new BoundMapper(binding.Source, binding.Topic, binding.CreateMapper());
            _mappers.Add(number, bound);
        }

        _latest = bound;
        _latestNumber = number;
        return bound;
    }

    private void ForgetEnded()
    {
        if (_mappers.Count >= RememberedSources)
        {
            foreach (int ended in _mappers.Keys.Where(number => !_feeds.Holds(number)).ToList())
            {
                _mappers.Remove(ended);
            }
        }
    }
}
