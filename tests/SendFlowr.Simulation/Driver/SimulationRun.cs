using SendFlowr.Simulation.Files;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Driver;

/// <summary>One run of a plan with the faults of one seed.</summary>
internal sealed class SimulationRun
{
    private const string DataDirectory = "/data";
    private const int MaxActions = 20_000;
    private const int NudgeOneIn = 60;

    private readonly SimulationPlan _plan;
    private readonly EngineGuards _guards;
    private readonly Random _random;
    private readonly SimulatedFileSystem _files;
    private readonly FaultySwitch _faultySwitch = new();
    private readonly Topology[] _topologies;
    private readonly TopicSettings[] _topics;
    private readonly EmbeddedOptions _options;
    private readonly Sender[] _senders;
    private readonly Chances _chances;
    private readonly bool _dropsRecords;
    private readonly bool _sendsTwice;
    private EmbeddedEngine? _engine;
    private bool _isQuiet;
    private bool _isStepping;
    private long _now;

    public SimulationRun(SimulationPlan plan, int seed, EngineGuards guards, bool isDisturbed = true)
    {
        _plan = plan;
        _now = plan.StartMilliseconds;
        _guards = guards;
        _random = new Random(seed);
        _files = new SimulatedFileSystem(_random.Next());
        _topologies = [.. plan.Topologies.Select(_faultySwitch.Wrap)];
        _dropsRecords = isDisturbed && _random.Next(2) == 0;
        _sendsTwice = isDisturbed && plan.MaySendTwice && _random.Next(2) == 0;
        _topics = [.. plan.Topics.Select(topic => topic with { Retention = _dropsRecords && !plan.KeptTopics.Contains(topic.Name) ? TimeSpan.Zero : null })];
        _options = new EmbeddedOptions
        {
            Directory = DataDirectory,
            Workers = 1,
            MaxRecordsPerTaskPerStep = _random.Next(1, plan.MaxBatch + 1),
            MaxBytesPerStep = 64 << 10,
            SegmentBytes = Math.Max(4 << 10, plan.LogBytes / 4 * _random.Next(1, 17)),
            SnapshotAfterLogBytes = Math.Max(4 << 10, plan.LogBytes / 4 * _random.Next(1, 17)),
            TailCacheBytes = _random.Next(3) switch { 0 => 0, 1 => 8 << 10, _ => 64L << 20 },
        };
        _senders = [.. plan.Script
            .GroupBy(record => (record.Topology, record.Name, record.Partition))
            .Select(group => new Sender(group.Key.Topology, group.Key.Name, group.Key.Partition, [.. group], plan.SharedTopics.Contains(group.Key.Name)))];
        _chances = Chances.Draw(_random);
        _isQuiet = !isDisturbed;
    }

    public int Crashes { get; private set; }

    public int AbortedSteps { get; private set; }

    public long[] Operations => _files.Operations;

    public long SegmentsDeleted { get; private set; }

    /// <summary>Runs to the end and returns what it left.</summary>
    /// <exception cref="SimulationFailedException">Something acknowledged is gone, or the run does not end.</exception>
    public SimulationOutcome Run()
    {
        int actions = 0;
        while (!Array.TrueForAll(_senders, sender => sender.IsDone))
        {
            if (++actions > MaxActions)
            {
                throw new SimulationFailedException($"The run did not end within {MaxActions} actions.");
            }

            Guarded(() =>
            {
                _engine ??= Open();
                Act(_engine);
            });
        }

        return Finish();
    }

    /// <summary>Runs without any fault, in batches as large as they come.</summary>
    public SimulationOutcome RunUndisturbed()
    {
        _engine = Open();
        while (!Array.TrueForAll(_senders, sender => sender.IsDone))
        {
            foreach (Sender sender in _senders)
            {
                sender.Send(_engine, int.MaxValue, _now);
            }

            _engine.RunUntilIdle(_now);
            SyncAndAcknowledge(_engine);
        }

        return Finish();
    }

    private SimulationOutcome Finish()
    {
        _isQuiet = true;
        _files.Faults.Clear();
        _faultySwitch.Arm(0);
        _engine ??= Open();
        _engine.TaskFilter = null;
        _now += 10_000;
        _engine.RunUntilIdle(_now);
        _plan.Conclude?.Invoke(_engine, _now);
        _engine.RunUntilIdle(_now);
        _now += 60_000;
        _engine.RequestPunctuation();
        _engine.RunUntilIdle(_now);
        _engine.Sync();
        SegmentsDeleted += _engine.Statistics.SegmentsDeleted;
        _engine.Dispose();
        using EmbeddedEngine reopened = Open();
        return SimulationOutcome.Capture(reopened, _plan, _dropsRecords, Array.Exists(_senders, sender => sender.SentTwice));
    }

    private EmbeddedEngine Open()
    {
        EmbeddedEngine engine = EmbeddedEngine.Open(_options, _topologies, _topics, _files, TimeProvider.System, _guards);
        foreach (Sender sender in _senders)
        {
            if (sender.Resume(engine, _sendsTwice) is { } wrong)
            {
                throw new SimulationFailedException(wrong);
            }
        }

        PlanFaults();
        return engine;
    }

    /// <summary>Runs something that a planned fault may end.</summary>
    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (SimulatedCrashException)
        {
            Crash();
        }
        catch (FsyncFailedException)
        {
            Crash();
        }
        catch (TaskFailedException exception) when (exception.InnerException is SimulatedFaultException)
        {
            Undone();
        }
        catch (DiskFullException)
        {
            Undone();
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException) && _engine is null)
        {
            // A sync that failed while opening.
            Crash();
        }
    }

    private void Crash()
    {
        Crashes++;
        SegmentsDeleted += _engine?.Statistics.SegmentsDeleted ?? 0;
        _engine = null;
        _faultySwitch.Arm(0);
        _files.Faults.Clear();
        if (_random.Next(5) == 0)
        {
            _files.Kill();
        }
        else
        {
            _files.Crash();
        }

        PlanFaults();
    }

    /// <summary>Something was undone. Only a step drops what was fed; the disk being full while opening means to start again.</summary>
    private void Undone()
    {
        AbortedSteps++;
        if (_engine is null)
        {
            _files.Kill();
        }
        else if (_isStepping)
        {
            Array.ForEach(_senders, sender => sender.StepFailed(_engine));
        }
    }

    private void PlanFaults()
    {
        _files.Faults.Clear();
        if (!_isQuiet && Crashes < _chances.MaxCrashes)
        {
            _files.Faults.Draw(_random);
        }
    }

    private void Act(EmbeddedEngine engine)
    {
        _isStepping = false;
        _now += _random.Next(_chances.MaxTick) * _plan.ClockFactor;
        if (_plan.Nudge is { } nudge && _random.Next(NudgeOneIn) == 0)
        {
            nudge(engine, _now);
        }

        int action = _random.Next(100);
        if (action < _chances.Send)
        {
            Sender[] unsent = Array.FindAll(_senders, sender => sender.HasUnsent);
            if (unsent.Length > 0)
            {
                unsent[_random.Next(unsent.Length)].Send(engine, _random.Next(1, _plan.MaxBatch + 1), _now);
            }
        }
        else if (action < _chances.Sync)
        {
            SyncAndAcknowledge(engine);
        }
        else if (action < _chances.Snapshot)
        {
            engine.Snapshot();
        }
        else if (action < _chances.Stop)
        {
            SegmentsDeleted += engine.Statistics.SegmentsDeleted;
            _engine = null;
            engine.Dispose();
        }
        else
        {
            Step(engine);
        }
    }

    private void Step(EmbeddedEngine engine)
    {
        int subset = _random.Next();
        engine.TaskFilter = _random.Next(2) == 0 ? null : task => ((subset >> ((task.Partition + task.Topology.Length) % 16)) & 1) == 1;
        if (_random.Next(100) < _chances.Fault)
        {
            _faultySwitch.Arm(_random.Next(1, 2 * _plan.MaxBatch));
        }

        _isStepping = true;
        engine.Step(_now);
    }

    private void SyncAndAcknowledge(EmbeddedEngine engine)
    {
        engine.Sync();
        foreach (Sender sender in _senders)
        {
            sender.Acknowledge(engine);
        }
    }
}
