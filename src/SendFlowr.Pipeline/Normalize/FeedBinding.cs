using System.Buffers.Binary;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>A source whose documents are being fed: which mapper they get, and what dead letters call their origin.</summary>
/// <remarks>
/// Immutable; any thread. Every document carries the number of its binding in the key of its feed record, so documents of
/// several sources may wait side by side.
/// </remarks>
public sealed class FeedBinding : IDisposable
{
    /// <summary>Bytes of the number that every feed key begins with.</summary>
    internal const int NumberBytes = sizeof(int);

    private readonly FeedBindings _owner;
    private readonly byte[] _key = new byte[NumberBytes];

    internal FeedBinding(FeedBindings owner, int number, string source, string? topic, Func<IEventMapper> createMapper)
    {
        _owner = owner;
        Number = number;
        Source = source;
        Topic = topic;
        CreateMapper = createMapper;
        BinaryPrimitives.WriteInt32BigEndian(_key, number);
    }

    /// <summary>What dead letters name.</summary>
    public string Source { get; }

    /// <summary>The topic whose records are fed as they are, with their partitions and offsets; null for a source that is none.</summary>
    public string? Topic { get; }

    /// <summary>The key of a feed record of this source, for a driver that feeds a topic as it is.</summary>
    public ReadOnlyMemory<byte> Key => _key;

    internal int Number { get; }

    /// <summary>Makes a mapper for one thread.</summary>
    internal Func<IEventMapper> CreateMapper { get; }

    /// <summary>Adds a document to a batch for <see cref="NormalizeTopology.Feed"/>.</summary>
    /// <param name="batch">Handed to the engine afterwards.</param>
    /// <param name="document">Without its line end.</param>
    /// <param name="receivedAtMilliseconds">When it came in, in milliseconds since 1970.</param>
    /// <param name="number">Its place in the source, 0 or greater: the offset of its dead letter.</param>
    public void Add(RecordBatch batch, ReadOnlySpan<byte> document, long receivedAtMilliseconds, long number)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Add(_key, document, receivedAtMilliseconds, number);
    }

    /// <summary>Adds a document as its reader gave it, an oversize one too.</summary>
    public void Add(RecordBatch batch, SourceDocument document, long receivedAtMilliseconds)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ReadOnlySpan<byte> key = document.Oversize is null ? _key : OversizedFeedKey.Write(Number, document.Oversize);
        batch.Add(key, document.Bytes, receivedAtMilliseconds, document.Number);
    }

    /// <summary>Lets go of the source. Only when none of its documents waits in the engine any more: such a one could not be mapped.</summary>
    public void Dispose() => _owner.Remove(this);
}
