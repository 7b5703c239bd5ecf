using SendFlowr.Streams.Files;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Snapshots;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Embedded;

/// <summary>Opens a data directory: takes its lock, checks that it fits, restores every task from its newest good snapshot and the log.</summary>
internal sealed class EngineOpener(
    EmbeddedOptions options,
    IReadOnlyList<Topology> topologies,
    IReadOnlyList<TopicSettings> topics,
    IFileSystem files,
    TimeProvider time,
    EngineGuards guards)
{
    private const int DiskBlocks = 16;

    private readonly string _logDirectory = Path.Combine(options.Directory, "log");
    private readonly string _snapshotDirectory = Path.Combine(options.Directory, "snapshots");
    private readonly List<string> _notes = [];
    private long _rows;
    private FrameLog? _log;

    public EngineCore Open()
    {
        long started = time.GetTimestamp();
        CreateDirectories();
        IDisposable held = files.TryLock(Path.Combine(options.Directory, "lock"))
            ?? throw new DataDirectoryInUseException(
                $"The data directory '{options.Directory}' is in use by another process. Stop that one, or give another directory.");
        try
        {
            return Open(held, started);
        }
        catch
        {
            _log?.Dispose();
            held.Dispose();
            throw;
        }
    }

    private EngineCore Open(IDisposable held, long started)
    {
        using var recovery = new LogRecovery(_logDirectory, files, guards);
        LogCatalog catalog = CatalogMerge.Merge(recovery.Catalog, topologies, topics);
        EngineTask[][] tasks = [.. catalog.Topologies.Select((_, number) => CreateTasks(catalog, number))];
        var snapshots = new SnapshotStore(_snapshotDirectory, files, guards);
        long from = LoadSnapshots(tasks, snapshots, recovery);
        RestoreTarget[][] targets = [.. tasks.Select(partitions => partitions.Select(task => new RestoreTarget(task.Task, snapshots)).ToArray())];
        recovery.Scan(from, (in FrameView frame) => Apply(frame, targets));
        CheckSnapshotsWithin(tasks, snapshots, recovery.End);
        var log = new FrameLog(_logDirectory, files, recovery, catalog, options.SegmentBytes, guards);
        _log = log;
        var frames = new FrameSource(log, new BlockReader(files, DiskBlocks, guards.FrameChecksum), options.TailCacheBytes);
        EngineTask[] all = [.. tasks.SelectMany(partitions => partitions)];
        foreach (EngineTask task in all)
        {
            SkipDeletedRecords(task, log);
            task.Input.Locate(log);
            task.Task.Start();
        }

        snapshots.Clean();
        _notes.AddRange(recovery.Notes);
        return new EngineCore
        {
            Options = options,
            Guards = guards,
            Files = files,
            Lock = held,
            Log = log,
            Frames = frames,
            Snapshots = snapshots,
            Tasks = all,
            Retentions = [.. catalog.Topics.Select(topic => topics.First(settings => settings.Name == topic.Name).Retention)],
            Opened = new OpenReport(
                time.GetElapsedTime(started).TotalSeconds, recovery.Frames, _rows, recovery.CutBytes, _notes),
        };
    }

    private void CreateDirectories()
    {
        files.CreateDirectory(options.Directory);
        files.CreateDirectory(_logDirectory);
        files.CreateDirectory(_snapshotDirectory);
        files.SyncDirectory(options.Directory);
        if (Path.GetDirectoryName(Path.GetFullPath(options.Directory)) is { Length: > 0 } parent)
        {
            files.SyncDirectory(parent);
        }
    }

    private EngineTask[] CreateTasks(LogCatalog catalog, int number)
    {
        CatalogTopology entry = catalog.Topologies[number];
        Topology topology = topologies.First(candidate => candidate.Name == entry.Name);
        var tasks = new EngineTask[entry.Partitions];
        for (int partition = 0; partition < tasks.Length; partition++)
        {
            var task = new StreamTask(topology, partition, tasks.Length, topic => catalog.Topics[catalog.TopicNumber(topic)].Partitions);
            tasks[partition] = new EngineTask(task, number, catalog);
        }

        return tasks;
    }

    /// <summary>Returns the position from which some task needs the log.</summary>
    private long LoadSnapshots(EngineTask[][] tasks, SnapshotStore snapshots, LogRecovery recovery)
    {
        long from = long.MaxValue;
        foreach (EngineTask task in tasks.SelectMany(partitions => partitions))
        {
            if (!snapshots.TryLoad(task.Task, _notes))
            {
                bool isOld = recovery.FirstCatalog.Topologies.Any(topology => topology.Name == task.Task.Id.Topology);
                if (isOld && recovery.Start > 0)
                {
                    throw LogDamage.NoSnapshot(task.Task.Id.ToString(), _snapshotDirectory, recovery.Start);
                }
            }

            long position = Math.Max(recovery.Start, snapshots.Newest(task.Task.Id) ?? 0);
            if (snapshots.Newest(task.Task.Id) < recovery.Start)
            {
                throw LogDamage.NoSnapshot(task.Task.Id.ToString(), _snapshotDirectory, recovery.Start);
            }

            from = Math.Min(from, position);
        }

        return from;
    }

    private void Apply(in FrameView frame, RestoreTarget[][] targets)
    {
        for (int index = 0; index < frame.TaskCount; index++)
        {
            FrameTask part = frame.Task(index);
            RestoreTarget target = targets[part.Topology][part.Partition];
            if (frame.Header.Position >= target.From)
            {
                _rows += EngineTask.Apply(frame.Array.AsSpan(part.Start, part.Length), target.State, target.Tables);
            }
        }
    }

    private static void CheckSnapshotsWithin(EngineTask[][] tasks, SnapshotStore snapshots, long end)
    {
        foreach (EngineTask task in tasks.SelectMany(partitions => partitions))
        {
            if (snapshots.Newest(task.Task.Id) is { } position && position > end)
            {
                throw LogDamage.EndsBeforeSnapshot(snapshots.PathOf(task.Task.Id, position), position, end);
            }
        }
    }

    /// <summary>A source that is new to a topic begins with the first record still there.</summary>
    private static void SkipDeletedRecords(EngineTask task, FrameLog log)
    {
        TopicOffsets first = log.Segments[0].FirstOffsets;
        foreach ((int source, int topic, int partition) in task.Input.Inputs)
        {
            long[] positions = task.Task.Committed.Positions;
            positions[source] = Math.Max(positions[source], topic < first.TopicCount ? first[topic, partition] : 0);
        }
    }

    /// <summary>A task's committed state, and the position from which the log adds to it.</summary>
    private sealed class RestoreTarget(StreamTask task, SnapshotStore snapshots)
    {
        public long From { get; } = snapshots.Newest(task.Id) ?? 0;

        public TaskState State => task.Committed;

        public TableStore[] Tables { get; } = [.. task.Tables.Select(table => table.Committed)];
    }
}
