using System.Collections.Concurrent;
using System.Globalization;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>The sources that are being fed just now. Thread-safe.</summary>
public sealed class FeedBindings
{
    /// <summary>Most sources at a time.</summary>
    public const int Max = 1024;

    private readonly ConcurrentDictionary<int, FeedBinding> _bindings = new();
    private int _lastNumber;

    /// <summary>Registers a source until the binding is disposed of.</summary>
    /// <param name="source">What dead letters name.</param>
    /// <param name="createMapper">Makes a mapper for one thread; called from the threads that run tasks.</param>
    /// <param name="topic">The topic whose records are fed as they are; null for a source that is none.</param>
    /// <exception cref="InvalidOperationException">There are <see cref="Max"/> of them.</exception>
    public FeedBinding Bind(string source, Func<IEventMapper> createMapper, string? topic = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(createMapper);
        if (_bindings.Count >= Max)
        {
            throw new InvalidOperationException(
                $"'{source}' cannot be fed: {Max} sources are being fed already. Wait until one of them has ended.");
        }

        FeedBinding binding = new(this, Interlocked.Increment(ref _lastNumber), source, topic, createMapper);
        _bindings[binding.Number] = binding;
        return binding;
    }

    internal FeedBinding Get(int number) => _bindings.TryGetValue(number, out FeedBinding? binding)
        ? binding
        : throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture, $"A document was fed of source {number}, which is not bound (any more). Feed it again through a binding."));

    internal bool Holds(int number) => _bindings.ContainsKey(number);

    internal void Remove(FeedBinding binding) => _bindings.TryRemove(binding.Number, out _);
}
