using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>What is being fed just now: the processors of the feed look here which mapper and which source name to use.</summary>
/// <remarks>Bind while no step runs; any thread may read.</remarks>
public sealed class FeedBinding
{
    private Binding? _current;

    /// <summary>From now on documents come from this source.</summary>
    /// <param name="source">What dead letters name.</param>
    /// <param name="createMapper">Makes a mapper for one thread.</param>
    public void Bind(string source, Func<IEventMapper> createMapper) => Volatile.Write(ref _current, new Binding(source, createMapper));

    internal Binding Current =>
        Volatile.Read(ref _current) ?? throw new InvalidOperationException("Documents were fed before a source was bound.");

    internal sealed record Binding(string Source, Func<IEventMapper> CreateMapper);
}
