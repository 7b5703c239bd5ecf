using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Standby;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>What an instance knows and keeps of others' tasks: the map of owners, its own place in it, and the standbys; in threads of their own.</summary>
internal sealed class EngineStandbys : IDisposable
{
    private static readonly TimeSpan TroublePause = TimeSpan.FromMilliseconds(250);
    private const long PlacementMilliseconds = 200;

    private readonly KafkaEngineOptions _options;
    private readonly TimeProvider _time;
    private readonly InstanceAnnouncer? _announcer;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Thread? _thread;
    private Func<TaskId, TaskPresence> _presence = static _ => TaskPresence.Absent;
    private bool _isDisposed;

    public EngineStandbys(KafkaEngineOptions options, Action<string> note, IReadOnlyList<Topology> topologies, IKafkaClients clients, IFileSystem files, TimeProvider time)
    {
        _options = options;
        _time = time;
        Owners = new OwnerMap(clients, options.TopicPrefix, time);
        InstanceAddress self = new(options.Instance, options.Url, options.Workers, options.Standbys, time.GetUtcNow().ToUnixTimeMilliseconds());
        _announcer = options.Url is null && options.Workers == 0 ? null : new InstanceAnnouncer(clients, options.Group, options.TopicPrefix, self, time);
        if (options.Standbys > 0 || options.FollowAlways.Count > 0)
        {
            Tasks = new StandbyTasks(OptionsOf(options, note), topologies, clients, files, WorkerGuards.All);
            _thread = new Thread(() => Run(Tasks)) { Name = "standbys", IsBackground = true };
        }
    }

    public OwnerMap Owners { get; }

    /// <summary>The standbys; null when the instance keeps none.</summary>
    public StandbyTasks? Tasks { get; }

    /// <summary>What the cluster refused of what is done here.</summary>
    public IEnumerable<string> Troubles => new[] { Tasks?.Trouble, Owners.Trouble, _announcer?.Trouble }.OfType<string>();

    /// <summary>Begins to follow.</summary>
    /// <param name="presence">What workers of this instance have of a task.</param>
    public void Start(Func<TaskId, TaskPresence> presence)
    {
        _presence = presence;
        _thread?.Start();
    }

    /// <summary>Ends it all; the others are told only of an end in good order.</summary>
    public void Stop(bool isGood)
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_announcer is not null)
        {
            _announcer.TellsEnd = isGood;
            _announcer.Dispose();
        }

        _stopping.Set();
        if (_thread is { IsAlive: true })
        {
            _thread.Join();
        }

        Tasks?.Dispose();
        Owners.Dispose();
        _stopping.Dispose();
    }

    public void Dispose() => Stop(isGood: true);

    private static StandbyOptions OptionsOf(KafkaEngineOptions options, Action<string> note) => new()
    {
        TopicPrefix = options.TopicPrefix,
        Directory = Path.Combine(options.Directory, $"{options.Instance}-standby"),
        WorkerDirectories = [.. Enumerable.Range(0, options.Workers).Select(options.DirectoryOf)],
        FollowAlways = options.FollowAlways,
        KeepsGivenUp = options.Standbys > 0,
        SnapshotInterval = options.SnapshotInterval,
        Note = note,
    };

    private void Run(StandbyTasks tasks)
    {
        TaskId[] wanted = [];
        long placed = long.MinValue;
        while (!_stopping.IsSet)
        {
            long now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            if (placed == long.MinValue || Math.Abs(now - placed) >= PlacementMilliseconds)
            {
                wanted = _options.Standbys > 0 ? [.. Owners.StandbysAt(_options.Instance)] : [];
                placed = now;
            }

            tasks.RunOnce(wanted, _presence, now);
            if (tasks.Trouble is not null || tasks.All.Count == 0)
            {
                _stopping.Wait(TroublePause);
            }
        }
    }
}
