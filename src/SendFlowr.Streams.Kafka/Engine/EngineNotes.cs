namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>What the user of an engine should know though nothing stops for it: each thing once, the newest ones kept. Thread-safe.</summary>
internal sealed class EngineNotes(Action<string> report)
{
    private const int MostKept = 100;

    private readonly Lock _gate = new();
    private readonly Queue<string> _notes = new();

    /// <summary>The newest 100, oldest first.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _notes];
            }
        }
    }

    public void Add(string note)
    {
        lock (_gate)
        {
            if (_notes.Contains(note))
            {
                return;
            }

            _notes.Enqueue(note);
            if (_notes.Count > MostKept)
            {
                _notes.Dequeue();
            }
        }

        report(note);
    }
}
