using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Embedded;

/// <summary>Runs the tasks of a step and commits them in one frame, or undoes them all.</summary>
internal sealed class EngineSteps
{
    private readonly EngineCore _core;
    private readonly FrameBuilder _builder = new();
    private readonly TopicOffsets _pendingOffsets;
    private readonly List<EngineTask> _active = [];
    private readonly ParallelOptions _parallel;
    private readonly Action<int> _runOne;
    private readonly Action<int> _publishOne;
    private readonly long _punctuateEvery;
    private readonly Dictionary<string, int> _topicNumbers = new(StringComparer.Ordinal);
    private bool _forcePunctuation;
    private long _now;
    private long _bytesPerTask;

    public EngineSteps(EngineCore core)
    {
        _core = core;
        _pendingOffsets = core.Log.NextOffsets.Copy();
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = core.Options.Workers };
        _punctuateEvery = (long)core.Options.PunctuateEvery.TotalMilliseconds;
        _runOne = index => Run(_active[index]);
        _publishOne = index => _active[index].Publish();
        for (int topic = 0; topic < core.Log.Catalog.Topics.Count; topic++)
        {
            _topicNumbers.Add(core.Log.Catalog.Topics[topic].Name, topic);
        }
    }

    public long Steps { get; private set; }

    public long Aborted { get; private set; }

    public long Records { get; private set; }

    /// <summary>Which tasks take part in steps; null for all. A simulation interleaves tasks with it.</summary>
    public Func<TaskId, bool>? TaskFilter { get; set; }

    /// <summary>What broke the engine when not even undoing worked; null as long as it runs.</summary>
    public Exception? Broken { get; private set; }

    public int TopicNumber(string topic) =>
        _topicNumbers.TryGetValue(topic, out int number) ? number : throw new ArgumentException($"There is no topic '{topic}'.");

    public void RequestPunctuation() => _forcePunctuation = true;

    public StepResult Step(long now)
    {
        _now = now;
        try
        {
            Select();
            RunAll(_runOne);
            ThrowFirstFailure();
            long frameBytes = Append();
            StepResult result = StepResult.Of(_active, frameBytes);
            PublishAll();
            Records += result.Records;
            return result with { Idle = IsIdle() };
        }
        catch
        {
            Undo();
            throw;
        }
        finally
        {
            _core.Frames.Trim();
        }
    }

    /// <summary>Appends records in a frame of their own.</summary>
    public void AppendRecords(int topic, int? partition, RecordBatch batch, long now)
    {
        int partitions = _core.Log.Catalog.Topics[topic].Partitions;
        if (partition is { } given && (given < 0 || given >= partitions))
        {
            throw new ArgumentOutOfRangeException(
                nameof(partition), given, $"Topic '{_core.Log.Catalog.Topics[topic].Name}' has the partitions 0 to {partitions - 1}.");
        }

        if (batch.Count == 0)
        {
            return;
        }

        _builder.Clear();
        foreach ((int to, int count, GrowableBytes records) in BatchSplit.ByPartition(batch, partition, partitions))
        {
            _builder.AddOutput(topic, to, _core.Log.NextOffsets[topic, to], count, records);
        }

        WriteFrame(now);
        _pendingOffsets.TakeFrom(_core.Log.NextOffsets);
        _core.Frames.Trim();
    }

    private void Select()
    {
        _active.Clear();
        int maxRecords = _core.Options.MaxRecordsPerTaskPerStep;
        int waiting = Math.Max(1, _core.Tasks.Count(task => TakesPart(task) && task.Input.HasWaiting(_core.Log.NextOffsets)));
        foreach (EngineTask task in _core.Tasks)
        {
            if (!TakesPart(task))
            {
                continue;
            }

            bool hasInput = task.Input.Gather(_core.Frames, _core.Log, maxRecords, _core.Options.MaxBytesPerStep / waiting);
            bool hasSlices = hasInput && task.Input.Slices.Count > 0;
            if (hasSlices || task.HasFeedWaiting || _forcePunctuation || task.IsPunctuationDue(_now, _punctuateEvery))
            {
                _active.Add(task);
            }
        }

        int busy = Math.Max(1, _active.Count(task => task.Input.Slices.Count > 0 || task.HasFeedWaiting));
        _bytesPerTask = _core.Options.MaxBytesPerStep / busy;
    }

    private bool TakesPart(EngineTask task) => TaskFilter is null || TaskFilter(task.Task.Id);

    private void Run(EngineTask task) =>
        task.Run(
            _now,
            _forcePunctuation || task.IsPunctuationDue(_now, _punctuateEvery),
            _core.Log.NextOffsets,
            _core.Options.MaxRecordsPerTaskPerStep,
            _bytesPerTask);

    private void RunAll(Action<int> action)
    {
        if (_core.Options.Workers == 1 || _active.Count < 2)
        {
            for (int index = 0; index < _active.Count; index++)
            {
                action(index);
            }
        }
        else
        {
            Parallel.For(0, _active.Count, _parallel, action);
        }
    }

    private void ThrowFirstFailure()
    {
        foreach (EngineTask task in _active)
        {
            if (task.Failure is not null)
            {
                throw task.Failure;
            }
        }
    }

    private long Append()
    {
        _builder.Clear();
        foreach (EngineTask task in _active)
        {
            foreach (OutputSection section in task.Task.Buffer.Used)
            {
                int topic = _topicNumbers[section.Topic];
                long first = _pendingOffsets[topic, section.Partition];
                _builder.AddOutput(topic, section.Partition, first, section.Count, section.Bytes);
                _pendingOffsets[topic, section.Partition] = first + section.Count;
            }
        }

        foreach (EngineTask task in _active)
        {
            if (task.Sealed.Length > 0)
            {
                _builder.AddTask(task.TopologyNumber, task.Task.Id.Partition, task.Sealed);
            }
        }

        return _builder.IsEmpty ? 0 : WriteFrame(_now);
    }

    private long WriteFrame(long now)
    {
        int length = _builder.FrameBytes();
        byte[] frame = _core.Frames.Rent(length);
        _builder.Write(frame.AsSpan(0, length));
        _core.Frames.Add(_core.Log.Append(frame, length, FrameKind.Transaction, now));
        _core.Now = now;
        return length;
    }

    /// <summary>The frame is written: from here on nothing may fail.</summary>
    private void PublishAll()
    {
        try
        {
            RunAll(_publishOne);
        }
        catch (Exception exception)
        {
            Broken = exception;
            throw;
        }

        _forcePunctuation &= TaskFilter is not null;
        Steps++;
    }

    private void Undo()
    {
        Aborted++;
        _pendingOffsets.TakeFrom(_core.Log.NextOffsets);
        try
        {
            foreach (EngineTask task in _core.Tasks)
            {
                foreach (FeedBuffer? feed in task.Feeds)
                {
                    feed?.Clear();
                }
            }

            if (Broken is null)
            {
                _active.ForEach(task => task.Abort(keepChanges: !_core.Guards.DropOverlayOnAbort));
            }
        }
        catch (Exception exception)
        {
            Broken = exception;
            throw;
        }
    }

    private bool IsIdle()
    {
        foreach (EngineTask task in _core.Tasks)
        {
            bool waits = task.HasFeedWaiting || task.Task.IsPunctuationRequested || task.Input.HasWaiting(_core.Log.NextOffsets);
            if (waits && TakesPart(task))
            {
                return false;
            }
        }

        return true;
    }
}
