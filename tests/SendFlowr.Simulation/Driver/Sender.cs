using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Records;

namespace SendFlowr.Simulation.Driver;

/// <summary>Sends the script of one partition of a topic, or of one feed, and forgets what was acknowledged.</summary>
/// <param name="topology">Of a feed; null for a topic.</param>
/// <param name="name">The topic or feed.</param>
/// <param name="partition">Its partition.</param>
/// <param name="records">What to send.</param>
/// <param name="isShared">Others write to the topic, so that its end does not tell what survived.</param>
internal sealed class Sender(string? topology, string name, int partition, IReadOnlyList<ScriptRecord> records, bool isShared)
{
    private readonly RecordBatch _batch = new();
    private int _next;
    private int _acknowledged;
    private long _acknowledgedOffset;

    public bool IsDone => _acknowledged == records.Count;

    public bool HasUnsent => _next < records.Count;

    /// <summary>Whether something was sent a second time.</summary>
    public bool SentTwice { get; private set; }

    /// <summary>Sends some records; nothing has happened when this throws.</summary>
    public void Send(EmbeddedEngine engine, int most, long now)
    {
        int count = Math.Min(most, records.Count - _next);
        _batch.Clear();
        for (int index = _next; index < _next + count; index++)
        {
            ScriptRecord record = records[index];
            _batch.Add(record.Key, record.Value, record.Timestamp, offset: index);
        }

        if (topology is null)
        {
            engine.Append(name, partition, _batch, now);
        }
        else
        {
            engine.FeedRecords(topology, name, partition, _batch);
        }

        _next += count;
    }

    /// <summary>The engine has synced: what is committed now will not be sent again.</summary>
    public void Acknowledge(EmbeddedEngine engine)
    {
        _acknowledgedOffset = Committed(engine);
        _acknowledged = topology is null ? _next : (int)_acknowledgedOffset;
    }

    /// <summary>A step failed: what was fed and not committed must be fed again.</summary>
    public void StepFailed(EmbeddedEngine engine)
    {
        if (topology is not null)
        {
            _next = (int)Committed(engine);
        }
    }

    /// <summary>Goes on after a restart; returns what is wrong with what survived.</summary>
    public string? Resume(EmbeddedEngine engine, bool mayRepeat)
    {
        if (isShared)
        {
            _next = _acknowledged;
            return null;
        }

        long survived = Committed(engine);
        if (survived < _acknowledgedOffset)
        {
            return $"{name}-{partition} was acknowledged up to {_acknowledgedOffset}, but after the crash it ends at {survived}";
        }

        if (topology is not null)
        {
            _next = (int)survived;
        }
        else if (mayRepeat)
        {
            SentTwice |= survived > _acknowledgedOffset;
            _next = _acknowledged;
        }
        else
        {
            _next = (int)survived;
        }

        return null;
    }

    private long Committed(EmbeddedEngine engine) =>
        topology is null ? engine.EndOffset(name, partition) : engine.InputPosition(topology, name, partition);
}
