using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Snapshots;

/// <summary>The snapshot files of a data directory: the two newest of each task are kept.</summary>
internal sealed class SnapshotStore(string directory, IFileSystem files, EngineGuards guards)
{
    private const int Kept = 2;
    private const string TemporaryExtension = ".tmp";

    private readonly Dictionary<TaskId, List<long>> _positions = [];

    public long Snapshots { get; private set; }

    public long BytesWritten { get; private set; }

    /// <summary>Position of a task's newest snapshot; null when it has none.</summary>
    public long? Newest(TaskId task) => _positions.TryGetValue(task, out List<long>? positions) && positions.Count > 0 ? positions[^1] : null;

    /// <summary>Position of a task's oldest kept snapshot; null when it has none.</summary>
    public long? Oldest(TaskId task) => _positions.TryGetValue(task, out List<long>? positions) && positions.Count > 0 ? positions[0] : null;

    public string PathOf(TaskId task, long position) => Path.Combine(directory, SnapshotFile.Name(task, position));

    /// <summary>Loads the newest good snapshot of a task into it; bad ones are left aside, noted, and deleted by <see cref="Clean"/>.</summary>
    public bool TryLoad(StreamTask task, List<string> notes)
    {
        bool isLoaded = false;
        var good = new List<long>();
        foreach (long position in PositionsOnDisk(task.Id).OrderDescending())
        {
            if (isLoaded || TryLoad(task, position, notes))
            {
                isLoaded = true;
                good.Insert(0, position);
            }
        }

        _positions[task.Id] = good;
        return isLoaded;
    }

    /// <summary>Deletes unfinished files, bad snapshots and those beyond the two newest.</summary>
    public void Clean()
    {
        foreach (List<long> positions in _positions.Values)
        {
            positions.RemoveRange(0, Math.Max(0, positions.Count - Kept));
        }

        var wanted = new HashSet<string>(
            _positions.SelectMany(task => task.Value.Select(position => SnapshotFile.Name(task.Key, position))), StringComparer.Ordinal);
        foreach (string name in files.List(directory))
        {
            bool isOurs = name.EndsWith(SnapshotFile.Extension, StringComparison.Ordinal)
                || name.EndsWith(TemporaryExtension, StringComparison.Ordinal);
            if (isOurs && !wanted.Contains(name))
            {
                files.Delete(Path.Combine(directory, name));
            }
        }
    }

    /// <summary>Writes a snapshot of the committed state, which the caller has made safe up to a position of the log.</summary>
    public void Take(StreamTask task, LogHealth health, long position)
    {
        if (Newest(task.Id) == position)
        {
            return;
        }

        string path = PathOf(task.Id, position);
        string temporary = path + TemporaryExtension;
        long bytes = WriteTemporary(task, health, position, temporary);
        files.Rename(temporary, path);
        health.Sync(path, () => files.SyncDirectory(directory));
        if (!_positions.TryGetValue(task.Id, out List<long>? positions))
        {
            // Its tables came from elsewhere, and what lies here was not looked at.
            _positions[task.Id] = positions = [.. PositionsOnDisk(task.Id).Where(other => other != position).Order()];
        }

        positions.Add(position);
        while (positions.Count > Kept)
        {
            files.Delete(PathOf(task.Id, positions[0]));
            positions.RemoveAt(0);
        }

        Snapshots++;
        BytesWritten += bytes;
    }

    private List<long> PositionsOnDisk(TaskId task)
    {
        var positions = new List<long>();
        foreach (string name in files.List(directory))
        {
            if (SnapshotFile.TryParseName(name, task, out long position))
            {
                positions.Add(position);
            }
        }

        return positions;
    }

    private long WriteTemporary(StreamTask task, LogHealth health, long position, string temporary)
    {
        try
        {
            using IFile file = files.Create(temporary);
            long bytes = SnapshotFile.Write(file, task, position);
            if (guards.SyncSnapshotBeforeRename)
            {
                health.Sync(temporary, file.Sync);
            }

            return bytes;
        }
        catch (VolumeFullException exception)
        {
            files.Delete(temporary);
            throw new DiskFullException(
                $"There is no space for the snapshot '{temporary}': {files.FreeBytes(directory)} bytes are free on its volume. "
                + "The engine goes on without it; make space, or the log will grow.",
                exception);
        }
    }

    private bool TryLoad(StreamTask task, long position, List<string> notes)
    {
        string path = PathOf(task.Id, position);
        var state = new TaskState(task.Topology.Sources.Count);
        TableStore[] tables = [.. task.Topology.Tables.Select(name => new TableStore(name))];
        try
        {
            using IFile file = files.Open(path, writable: false);
            SnapshotFile.Read(file, task, position, guards.SnapshotChecksum, state, tables);
        }
        catch (InvalidDataException exception)
        {
            notes.Add($"The snapshot '{path}' was left aside and removed: {exception.Message}");
            return false;
        }

        state.CopyTo(task.Committed);
        for (int table = 0; table < tables.Length; table++)
        {
            task.Tables[table].Restore(tables[table]);
        }

        return true;
    }
}
