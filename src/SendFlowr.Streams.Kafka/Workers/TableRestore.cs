using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Brings the committed tables of tasks up to what their changelogs hold, from a snapshot or what is there already.</summary>
/// <remarks>
/// The bound is the high watermark, and the reading <c>read_committed</c>: every transaction that had begun before is decided when it is reached.
/// </remarks>
internal sealed class TableRestore : IRecordSink, IDisposable
{
    private readonly Dictionary<TopicPartition, Target> _targets = [];
    private readonly ITopicReader _reader;
    private readonly WorkerOptions _options;
    private long _lastProgress;
    private bool _hasProgress;
    private int _open;

    /// <param name="tasks">Tasks with a changelog.</param>
    /// <param name="clients">The cluster.</param>
    /// <param name="admin">The cluster.</param>
    /// <param name="snapshots">Where snapshots are.</param>
    /// <param name="options">The worker's.</param>
    /// <param name="guards">The worker's.</param>
    /// <param name="nowMilliseconds">The worker's clock.</param>
    public TableRestore(
        IReadOnlyCollection<WorkerTask> tasks,
        IKafkaClients clients,
        IClusterAdmin admin,
        WorkerSnapshots snapshots,
        WorkerOptions options,
        WorkerGuards guards,
        long nowMilliseconds)
    {
        _options = options;
        _lastProgress = nowMilliseconds;
        TopicPartition[] changelogs = [.. tasks.Select(task => task.Changelog!.Value)];
        IReadOnlyDictionary<TopicPartition, long> ends = admin.EndOffsets(changelogs, uncommitted: guards.RestoreToHighWatermark);
        IReadOnlyDictionary<TopicPartition, long> starts = admin.StartOffsets(changelogs);
        foreach (WorkerTask task in tasks)
        {
            TopicPartition changelog = task.Changelog!.Value;
            if (task.ChangelogPlace is { } kept && (kept < starts[changelog] || kept > ends[changelog]))
            {
                // What it had came from a changelog that is another one now.
                task.Forget();
            }

            task.ChangelogPlace ??= snapshots.TryLoad(task, starts[changelog], ends[changelog], nowMilliseconds) ?? starts[changelog];
            _targets[changelog] = new Target(task, task.ChangelogPlace.Value, ends[changelog]);
            (task.Restored, task.ToRestore) = (0, Math.Max(0, ends[changelog] - task.ChangelogPlace.Value));
        }

        _open = _targets.Values.Count(target => !target.IsDone);
        _reader = clients.CreateReader(isExact: true);
        _reader.Assign([.. _targets.Where(it => !it.Value.IsDone).Select(it => new TopicPartitionOffset(it.Key, it.Value.Place))]);
    }

    /// <summary>Offsets still to be read, about.</summary>
    public long Left => _targets.Values.Sum(target => Math.Max(0, target.End - target.Place));

    /// <summary>Reads on. True when all is restored.</summary>
    /// <exception cref="KafkaFaultException">Nothing has come for too long.</exception>
    /// <exception cref="InvalidDataException">A changelog is of another topology.</exception>
    public bool Step(long nowMilliseconds)
    {
        if (_open > 0)
        {
            _hasProgress = false;
            _reader.Poll(_options.MaxRecordsPerTurn, _options.PollWait, this);
            if (_hasProgress)
            {
                _lastProgress = nowMilliseconds;
            }
            else if (nowMilliseconds - _lastProgress > _options.RestoreNoProgress.TotalMilliseconds)
            {
                throw new KafkaFaultException(
                    KafkaFault.Retriable,
                    $"Restoring tables got no record for {_options.RestoreNoProgress.TotalSeconds} s with about {Left} left: an open transaction holds "
                    + "the changelog, or its broker cannot be reached.");
            }
        }

        if (_open > 0)
        {
            return false;
        }

        foreach (Target target in _targets.Values)
        {
            target.Task.ChangelogPlace = target.Place;
            target.Task.HasRows = true;
            target.Task.CompleteMilliseconds = nowMilliseconds;
        }

        return true;
    }

    public void Dispose() => _reader.Dispose();

    void IRecordSink.Take(in ConsumedRecord record)
    {
        Target target = _targets[record.Partition];
        if (record.Offset >= target.Place)
        {
            ChangelogCodec.Apply(record, target.Task);
            target.Task.Restored++;
            Advance(target, record.Offset + 1);
        }
    }

    void IRecordSink.ReachedEnd(TopicPartition partition, long nextOffset) => Advance(_targets[partition], nextOffset);

    private void Advance(Target target, long place)
    {
        if (place <= target.Place)
        {
            return;
        }

        bool wasDone = target.IsDone;
        target.Place = place;
        target.Task.ToRestore = Math.Max(0, target.End - place);
        _hasProgress = true;
        _open -= !wasDone && target.IsDone ? 1 : 0;
    }

    private sealed class Target(WorkerTask task, long place, long end)
    {
        public WorkerTask Task => task;

        public long Place { get; set; } = place;

        public long End => end;

        public bool IsDone => Place >= end;
    }
}
