using System.Collections;

namespace SendFlowr.Simulation.Kafka.Cluster;

/// <summary>A small set that is enumerated in the order of adding: the order of a hash set differs between processes.</summary>
internal sealed class OrderedSet<T> : IEnumerable<T>
    where T : notnull
{
    private readonly List<T> _items = [];
    private readonly HashSet<T> _known = [];

    public int Count => _items.Count;

    public bool Contains(T item) => _known.Contains(item);

    public void Add(T item)
    {
        if (_known.Add(item))
        {
            _items.Add(item);
        }
    }

    public void Clear()
    {
        _items.Clear();
        _known.Clear();
    }

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
