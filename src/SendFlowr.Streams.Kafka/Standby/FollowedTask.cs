using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Standby;

/// <summary>A task whose changelog is followed, with its tables. Changed by one thread at a time; what says so is safe for any.</summary>
internal sealed class FollowedTask(WorkerTask task)
{
    /// <summary>The end of a changelog that was asked for longer ago says nothing of now.</summary>
    private const long EndHoldsMilliseconds = 3000;

    private long _place = task.ChangelogPlace ?? 0;
    private long _end = long.MaxValue;
    private long _askedMilliseconds = long.MinValue;
    private long _newestMilliseconds = task.Task.Committed.LastPunctuation ?? long.MinValue;

    /// <summary>Its tables; it reads no inputs.</summary>
    public WorkerTask Task => task;

    public TaskId Id => task.Task.Id;

    public TopicPartition Changelog => task.Changelog!.Value;

    /// <summary>A worker has taken its tables over.</summary>
    public bool IsTaken { get; set; }

    /// <summary>The reader was told to begin at its place: before that, what comes is of an earlier reading, and would leave a gap.</summary>
    public bool IsAssigned { get; set; }

    /// <summary>Since when it need not be followed; null while it must be.</summary>
    public long? UnwantedMilliseconds { get; set; }

    /// <summary>The offset after the last record applied.</summary>
    public long Place => Volatile.Read(ref _place);

    /// <summary>The high watermark that was last asked for; <see cref="long.MaxValue"/> before the first time.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>How far it is behind. Any thread.</summary>
    public StandbyLag LagAt(long nowMilliseconds)
    {
        long end = End;
        long behind = Math.Max(0, end - Place);
        long asked = Volatile.Read(ref _askedMilliseconds);
        bool isFresh = behind == 0 && asked != long.MinValue && nowMilliseconds - asked <= EndHoldsMilliseconds;
        long since = Math.Max(Volatile.Read(ref _newestMilliseconds), task.CompleteMilliseconds);
        return new StandbyLag(
            end == long.MaxValue ? 0 : behind,
            isFresh ? 0 : since == long.MinValue ? nowMilliseconds : Math.Max(0, nowMilliseconds - since));
    }

    /// <summary>Records up to a place were applied, or passed over.</summary>
    public void Advance(long place, long? timestampMilliseconds)
    {
        if (timestampMilliseconds is { } newest)
        {
            Volatile.Write(ref _newestMilliseconds, newest);
        }

        Volatile.Write(ref _place, Math.Max(_place, place));
        task.ChangelogPlace = _place;
        NoteCompleteness();
    }

    /// <summary>The high watermark was asked for at a time.</summary>
    public void NoteEnd(long end, long askedMilliseconds)
    {
        Volatile.Write(ref _end, end);
        Volatile.Write(ref _askedMilliseconds, askedMilliseconds);
        NoteCompleteness();
    }

    /// <summary>Begins again with empty tables.</summary>
    public void Forget(long start)
    {
        task.Forget();
        task.ChangelogPlace = start;
        Volatile.Write(ref _place, start);
        Volatile.Write(ref _newestMilliseconds, long.MinValue);
    }

    private void NoteCompleteness()
    {
        if (_place >= _end)
        {
            task.HasRows = true;
            task.CompleteMilliseconds = _askedMilliseconds;
        }
    }
}
