namespace SendFlowr.Streams.Kafka.Registry;

/// <summary>Schema texts by id, and for a while the ids that are unknown; both up to a limit. Thread-safe.</summary>
internal sealed class SchemaTextCache(int maxSchemas, TimeSpan unknownFor, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Entry> _schemas = [];
    private readonly Dictionary<int, long> _unknown = [];
    private long _uses;

    /// <summary>True when the answer is known: a text, or null for an id that was unknown just now.</summary>
    public bool TryGet(int id, out string? text)
    {
        lock (_lock)
        {
            if (_schemas.TryGetValue(id, out Entry? entry))
            {
                entry.LastUse = ++_uses;
                text = entry.Text;
                return true;
            }

            text = null;
            if (!_unknown.TryGetValue(id, out long since))
            {
                return false;
            }

            if (time.GetElapsedTime(since) < unknownFor)
            {
                return true;
            }

            _unknown.Remove(id);
            return false;
        }
    }

    public void Add(int id, string? text)
    {
        lock (_lock)
        {
            if (text is null)
            {
                // Without an order of its own: whoever sends so many unknown ids has them asked for again a little early.
                if (_unknown.Count >= maxSchemas)
                {
                    _unknown.Clear();
                }

                _unknown[id] = time.GetTimestamp();
                return;
            }

            _unknown.Remove(id);
            if (_schemas.Count >= maxSchemas && !_schemas.ContainsKey(id))
            {
                _schemas.Remove(_schemas.MinBy(static known => known.Value.LastUse).Key);
            }

            _schemas[id] = new Entry(text) { LastUse = ++_uses };
        }
    }

    private sealed class Entry(string text)
    {
        public string Text => text;

        public long LastUse { get; set; }
    }
}
