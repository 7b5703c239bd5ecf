using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Snapshots;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Snapshots of a worker's tasks on its own disk, so that a restart reads only the end of a changelog.</summary>
/// <remarks>They are a help, never the truth: one that cannot be read or does not fit is left aside.</remarks>
internal sealed class WorkerSnapshots(string directory, IFileSystem files)
{
    /// <summary>Compaction forgets deleted keys after a day (<c>delete.retention.ms</c>), so an older snapshot would bring them back.</summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromHours(12);

    private readonly SnapshotStore _store = new(directory, files, EngineGuards.All);
    private readonly LogHealth _health = new();

    /// <summary>What was left aside and why, since the start.</summary>
    public List<string> Notes { get; } = [];

    public void Prepare() => files.CreateDirectory(directory);

    /// <summary>Loads the newest snapshot that fits into a task whose tables are empty. Returns the changelog place it stands for; null when none fits.</summary>
    /// <param name="task">The task.</param>
    /// <param name="start">First offset of the changelog.</param>
    /// <param name="end">Its high watermark.</param>
    /// <param name="nowMilliseconds">The worker's clock.</param>
    public long? TryLoad(WorkerTask task, long start, long end, long nowMilliseconds)
    {
        if (!TryLoad(task) || _store.Newest(task.Task.Id) is not { } place)
        {
            return null;
        }

        bool isYoung = task.Task.Committed.LastPunctuation is { } taken && nowMilliseconds - taken < MostAge.TotalMilliseconds;
        if (place >= start && place <= end && isYoung)
        {
            return place;
        }

        files.Delete(_store.PathOf(task.Task.Id, place));
        Notes.Add($"The snapshot of {task} at {place} was removed: the changelog has the offsets {start} to {end}, or it is older than {MostAge.TotalHours} h.");
        task.Forget();
        return null;
    }

    /// <summary>Takes one of the committed state, which holds all of the changelog before a place.</summary>
    public void Take(WorkerTask task, long place)
    {
        try
        {
            _store.Take(task.Task, _health, place);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Notes.Add($"No snapshot of {task} was taken: {exception.Message}");
        }
    }

    private bool TryLoad(WorkerTask task)
    {
        try
        {
            return _store.TryLoad(task.Task, Notes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Notes.Add($"The snapshots of {task} cannot be read: {exception.Message}");
            task.Forget();
            return false;
        }
    }
}
