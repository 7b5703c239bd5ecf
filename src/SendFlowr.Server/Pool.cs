using System.Collections.Concurrent;

namespace SendFlowr.Server;

/// <summary>Objects that one thread at a time may use, kept for the next. Thread-safe; at most 64 are kept.</summary>
internal sealed class Pool<T> : IDisposable
    where T : class
{
    private const int MostKept = 64;

    private readonly ConcurrentQueue<T> _kept = new();
    private readonly Func<T> _create;

    public Pool(Func<T> create) => _create = create;

    /// <summary>Lends an object to a function.</summary>
    public TResult Use<TState, TResult>(TState state, Func<T, TState, TResult> use)
    {
        T item = _kept.TryDequeue(out T? kept) ? kept : _create();
        TResult result = use(item, state);
        if (_kept.Count < MostKept)
        {
            _kept.Enqueue(item);
        }
        else
        {
            (item as IDisposable)?.Dispose();
        }

        return result;
    }

    public void Dispose()
    {
        while (_kept.TryDequeue(out T? item))
        {
            (item as IDisposable)?.Dispose();
        }
    }
}
