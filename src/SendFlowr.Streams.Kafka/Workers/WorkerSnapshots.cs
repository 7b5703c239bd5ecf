using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Snapshots;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>
/// Snapshots of a worker's tasks on its own disk, so that a restart reads only the end of a changelog. They lie in a folder for each
/// <see cref="TaskIdentity"/>: those of another cluster, or of topics that were deleted, are never met.
/// </summary>
/// <remarks>They are a help, never the truth: one that cannot be read or does not fit is left aside.</remarks>
/// <param name="directory">Where the folders are.</param>
/// <param name="files">The disk.</param>
/// <param name="note">Told what is wrong with a snapshot.</param>
/// <param name="isReader">Somebody else writes there: nothing is taken or removed.</param>
internal sealed class WorkerSnapshots(string directory, IFileSystem files, Action<string> note, bool isReader = false)
{
    private const string TemporaryExtension = ".tmp";

    /// <summary>Compaction forgets deleted keys after a day (<c>delete.retention.ms</c>), so an older snapshot would bring them back.</summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromHours(12);

    private readonly Dictionary<string, SnapshotStore> _stores = new(StringComparer.Ordinal);
    private readonly LogHealth _health = new();

    /// <summary>Loads the newest snapshot that fits into a task whose tables are empty. Returns the changelog place it stands for; null when none fits.</summary>
    /// <param name="task">The task.</param>
    /// <param name="start">First offset of the changelog.</param>
    /// <param name="end">Its high watermark.</param>
    /// <param name="nowMilliseconds">The worker's clock.</param>
    public long? TryLoad(WorkerTask task, long start, long end, long nowMilliseconds)
    {
        if (!TryLoad(task) || StoreOf(task).Newest(task.Task.Id) is not { } place)
        {
            return null;
        }

        bool isYoung = task.Task.Committed.LastPunctuation is { } taken && nowMilliseconds - taken < MostAge.TotalMilliseconds;
        if (place >= start && place <= end && isYoung)
        {
            return place;
        }

        if (!isReader)
        {
            files.Delete(StoreOf(task).PathOf(task.Task.Id, place));
            note($"The snapshot of {task} at {place} was removed: the changelog has the offsets {start} to {end}, or it is older than {MostAge.TotalHours} h.");
        }

        task.Forget();
        return null;
    }

    /// <summary>Takes one of the committed state, which holds all of the changelog before a place.</summary>
    public void Take(WorkerTask task, long place)
    {
        try
        {
            StoreOf(task).Take(task.Task, _health, place);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            note($"No snapshot of {task} was taken: {exception.Message}");
        }
    }

    private bool TryLoad(WorkerTask task)
    {
        List<string> notes = [];
        try
        {
            SnapshotStore store = StoreOf(task);
            bool isLoaded = store.TryLoad(task.Task, notes);
            notes.ForEach(note);
            if (notes.Count > 0 && !isReader)
            {
                DeleteNewer(task, store.Newest(task.Task.Id) ?? -1);
            }

            return isLoaded;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            note($"The snapshots of {task} cannot be read: {exception.Message}");
            task.Forget();
            return false;
        }
    }

    /// <summary>What is newer than the newest that could be read could not be read.</summary>
    private void DeleteNewer(WorkerTask task, long newest)
    {
        string folder = FolderOf(task);
        foreach (string name in files.List(folder))
        {
            if (SnapshotFile.TryParseName(name, task.Task.Id, out long position) && position > newest)
            {
                files.Delete(Path.Combine(folder, name));
            }
        }
    }

    /// <summary>The store of a task. The first time, what a crash left unfinished in its folder is deleted.</summary>
    private SnapshotStore StoreOf(WorkerTask task)
    {
        if (_stores.TryGetValue(task.Identity.Name, out SnapshotStore? known))
        {
            return known;
        }

        string folder = FolderOf(task);
        if (!isReader)
        {
            files.CreateDirectory(folder);
            foreach (string name in files.List(folder).Where(name => name.EndsWith(TemporaryExtension, StringComparison.Ordinal)).ToArray())
            {
                files.Delete(Path.Combine(folder, name));
            }
        }

        return _stores[task.Identity.Name] = new SnapshotStore(folder, files, EngineGuards.All);
    }

    private string FolderOf(WorkerTask task) => Path.Combine(directory, task.Identity.Name);
}
