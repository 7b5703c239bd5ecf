using SendFlowr.Streams.Files;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Embedded;

/// <summary>Runs topologies in one process over a durable log in a data directory, exactly once.</summary>
/// <remarks>
/// A synchronous state machine: one thread at a time calls it (its owner); <see cref="Table"/>, <see cref="Get"/>, <see cref="ReadTopic(string, int, long)"/>,
/// <see cref="StartOffset"/> and <see cref="EndOffset"/> may be used from any thread meanwhile. What a step commits is seen by readers at
/// once and survives a crash of the process; it survives a loss of power after <see cref="Sync"/>, so nothing is answered before that.
/// </remarks>
public sealed class EmbeddedEngine : IDisposable
{
    private const int MaxStepsUntilIdle = 100_000;

    private readonly EngineCore _core;
    private readonly EngineSteps _steps;
    private readonly EngineSnapshots _snapshots;
    private readonly Dictionary<TaskId, EngineTask> _tasks;
    private readonly FrameTimes _times = new();
    private bool _isDisposed;

    private EmbeddedEngine(EngineCore core)
    {
        _core = core;
        _steps = new EngineSteps(core);
        _snapshots = new EngineSnapshots(core);
        _tasks = core.Tasks.ToDictionary(task => task.Task.Id);
    }

    /// <summary>Counters since opening, and what opening found. For the owner.</summary>
    public EngineStatistics Statistics => EngineStatistics.Of(_core, _steps, _snapshots);

    /// <summary>Which tasks take part in steps; null for all.</summary>
    internal Func<TaskId, bool>? TaskFilter
    {
        get => _steps.TaskFilter;
        set => _steps.TaskFilter = value;
    }

    /// <summary>Opens or creates a data directory and restores every task.</summary>
    /// <param name="options">Where, and how large.</param>
    /// <param name="topologies">Everything the directory was made for; new ones may be added.</param>
    /// <param name="topics">Every topic that a source or sink names, and those that only <see cref="Append(string, RecordBatch, long)"/> fills.</param>
    /// <param name="files">The file system.</param>
    /// <param name="time">Measures how long restoring takes; decides nothing.</param>
    /// <exception cref="DataDirectoryInUseException">Another process has the directory.</exception>
    /// <exception cref="TopologyException">The directory was made for something else.</exception>
    /// <exception cref="LogDamagedException">What was safe on disk is wrong or missing.</exception>
    public static EmbeddedEngine Open(
        EmbeddedOptions options,
        IReadOnlyList<Topology> topologies,
        IReadOnlyList<TopicSettings> topics,
        IFileSystem files,
        TimeProvider time) => Open(options, topologies, topics, files, time, EngineGuards.All);

    internal static EmbeddedEngine Open(
        EmbeddedOptions options,
        IReadOnlyList<Topology> topologies,
        IReadOnlyList<TopicSettings> topics,
        IFileSystem files,
        TimeProvider time,
        EngineGuards guards)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(topologies);
        ArgumentNullException.ThrowIfNull(topics);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(time);
        options.Check();
        return new EmbeddedEngine(new EngineOpener(options, topologies, topics, files, time, guards).Open());
    }

    /// <summary>
    /// Hands records to a feed source of one task; they are copied and processed by the next steps. When a step throws, all records handed in
    /// and not committed are dropped: the caller has kept them and goes on at <see cref="InputPosition"/>.
    /// </summary>
    public void FeedRecords(string topology, string source, int partition, RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ThrowIfUnusable();
        EngineTask task = TaskOf(topology, partition);
        FeedBuffer feed = task.Feeds[SourceOf(task, source)]
            ?? throw new ArgumentException($"Source '{source}' of topology '{topology}' reads a topic; append to the topic instead.");
        feed.Add(batch);
    }

    /// <summary>The offset after the last committed record of a source of one task; 0 before the first.</summary>
    public long InputPosition(string topology, string source, int partition)
    {
        EngineTask task = TaskOf(topology, partition);
        return task.Task.Committed.Positions[SourceOf(task, source)];
    }

    /// <summary>Greatest timestamp processed by a task, committed; −1 before the first record.</summary>
    public long StreamTime(string topology, int partition) => TaskOf(topology, partition).Task.Committed.StreamTime;

    /// <summary>
    /// One transaction: every task processes what waits, up to the limits, due punctuations run, and everything becomes one frame of the log.
    /// When it throws, nothing of it has happened.
    /// </summary>
    /// <param name="nowMilliseconds">Wall time in milliseconds since 1970, which the tasks see.</param>
    /// <exception cref="TaskFailedException">A processor threw.</exception>
    /// <exception cref="DiskFullException">There is no space; a later attempt may succeed.</exception>
    /// <exception cref="FsyncFailedException">The engine cannot go on.</exception>
    public StepResult Step(long nowMilliseconds)
    {
        ThrowIfUnusable();
        _core.Now = Math.Max(_core.Now, nowMilliseconds);
        _snapshots.TakeIfDue();
        return _steps.Step(nowMilliseconds);
    }

    /// <summary>Steps until nothing waits; the result adds up all steps.</summary>
    /// <exception cref="InvalidOperationException">Something still waits after 100,000 steps: a topology feeds itself.</exception>
    public StepResult RunUntilIdle(long nowMilliseconds)
    {
        StepResult total = Step(nowMilliseconds);
        for (int step = 1; !total.Idle; step++)
        {
            if (step == MaxStepsUntilIdle)
            {
                throw new InvalidOperationException(
                    $"Records or requested punctuations still wait after {MaxStepsUntilIdle} steps: a topology feeds itself. "
                    + "Call Step with a limit of your own if that is meant.");
            }

            total = total.Plus(Step(nowMilliseconds));
        }

        return total;
    }

    /// <summary>Makes every task punctuate in the next step, whatever the time.</summary>
    public void RequestPunctuation() => _steps.RequestPunctuation();

    /// <summary>Returns when everything committed so far survives a loss of power. One call serves all steps before it.</summary>
    /// <exception cref="FsyncFailedException">The disk did not take it; the engine cannot go on.</exception>
    public void Sync()
    {
        ThrowIfUnusable();
        _core.Log.Sync();
    }

    /// <summary>Appends records to a topic, each to the partition of its key, in a transaction of their own.</summary>
    /// <exception cref="DiskFullException">There is no space; a later attempt may succeed.</exception>
    public void Append(string topic, RecordBatch batch, long nowMilliseconds) => Append(topic, null, batch, nowMilliseconds);

    /// <summary>Appends records to one partition of a topic, in a transaction of their own.</summary>
    /// <exception cref="DiskFullException">There is no space; a later attempt may succeed.</exception>
    public void Append(string topic, int partition, RecordBatch batch, long nowMilliseconds) =>
        Append(topic, (int?)partition, batch, nowMilliseconds);

    /// <summary>The committed rows of a task's table. Any thread.</summary>
    public IReadOnlyTable Table(string topology, int partition, string table) => TaskOf(topology, partition).Task.Table(table).Committed;

    /// <summary>Copies a committed row, see <see cref="IReadOnlyTable.TryCopy"/>. Any thread.</summary>
    public bool Get(string topology, int partition, string table, RowKey key, ref byte[] buffer, out int length) =>
        Table(topology, partition, table).TryCopy(key, ref buffer, out length);

    /// <summary>Number of tasks of a topology. Any thread.</summary>
    public int PartitionCount(string topology) => TaskOf(topology, 0).Task.PartitionCount;

    /// <summary>Committed records of a partition from an offset, or the first still kept, up to the end at the time of the call. Any thread.</summary>
    public IEnumerable<TopicRecord> ReadTopic(string topic, int partition, long fromOffset)
    {
        long from = Math.Max(fromOffset, StartOffset(topic, partition));
        long end = EndOffset(topic, partition);
        return TopicReader.Read(_core.Log, _core.Files, _core.Guards.FrameChecksum, _steps.TopicNumber(topic), partition, from, end);
    }

    /// <summary>
    /// Committed records of all partitions of a topic, in the order in which they were appended, from the first one that was
    /// appended at the time or later (the time given to <see cref="Step"/> and <see cref="Append(string, RecordBatch, long)"/>) up to the end at
    /// the time of the call, those too that were appended after it by a clock that had been set back. It seeks instead of reading what is before.
    /// Any thread.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="fromMilliseconds">Milliseconds since 1970.</param>
    /// <param name="wanted">Which records to return.</param>
    public IEnumerable<TopicRecord> ReadTopic(string topic, long fromMilliseconds, RecordFilter wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return TopicReader.ReadSince(
            _core.Log, _core.Files, _core.Guards.FrameChecksum, _times, _steps.TopicNumber(topic), fromMilliseconds, wanted);
    }

    /// <summary>First offset still kept. Any thread.</summary>
    public long StartOffset(string topic, int partition)
    {
        int number = PartitionOf(topic, partition);
        TopicOffsets first = _core.Log.Segments[0].FirstOffsets;
        return number < first.TopicCount ? first[number, partition] : 0;
    }

    /// <summary>Offset the next record will get. Any thread.</summary>
    public long EndOffset(string topic, int partition) => _core.Log.NextOffsets[PartitionOf(topic, partition), partition];

    /// <summary>Syncs, writes a snapshot of every task, and deletes the part of the log that nobody needs.</summary>
    /// <exception cref="DiskFullException">There is no space for it; nothing else is affected.</exception>
    public void Snapshot()
    {
        ThrowIfUnusable();
        _snapshots.TakeAll();
    }

    /// <summary>
    /// Syncs and stops; tasks whose log since their snapshot exceeds the threshold get one. After a failure it only lets go of the directory.
    /// </summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        try
        {
            if (_core.Log.Health.Failure is null && _steps.Broken is null)
            {
                _snapshots.TakeOverdue();
                _core.Log.Close();
            }
        }
        finally
        {
            _core.Dispose();
        }
    }

    private void Append(string topic, int? partition, RecordBatch batch, long nowMilliseconds)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ThrowIfUnusable();
        _steps.AppendRecords(_steps.TopicNumber(topic), partition, batch, nowMilliseconds);
    }

    private EngineTask TaskOf(string topology, int partition) =>
        _tasks.TryGetValue(new TaskId(topology, partition), out EngineTask? task)
            ? task
            : throw new ArgumentException($"There is no task {new TaskId(topology, partition)}.");

    private static int SourceOf(EngineTask task, string source)
    {
        IReadOnlyList<SourceDefinition> sources = task.Task.Topology.Sources;
        for (int index = 0; index < sources.Count; index++)
        {
            if (sources[index].Name == source)
            {
                return index;
            }
        }

        throw new ArgumentException($"Topology '{task.Task.Topology.Name}' has no source '{source}'.");
    }

    private int PartitionOf(string topic, int partition)
    {
        int number = _steps.TopicNumber(topic);
        int partitions = _core.Log.Catalog.Topics[number].Partitions;
        return partition >= 0 && partition < partitions
            ? number
            : throw new ArgumentOutOfRangeException(nameof(partition), partition, $"Topic '{topic}' has the partitions 0 to {partitions - 1}.");
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _core.Log.Health.ThrowIfFailed();
        if (_steps.Broken is { } cause)
        {
            throw new InvalidOperationException($"The engine stopped and must be opened again: {cause.Message}", cause);
        }
    }
}
