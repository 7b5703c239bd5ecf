using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Owners;

/// <summary>Who runs which task, and which instances there are: follows the owners topic of a deployment in a thread of its own. Thread-safe.</summary>
/// <remarks>
/// A task's owner is the last that said so in a transaction; it may be gone since. An instance is left out when it has stopped in good order, or
/// was not heard of for 30 s.
/// </remarks>
public sealed class OwnerMap : IDisposable
{
    /// <summary>Three times as long as instances are silent at most.</summary>
    private static readonly TimeSpan MostSilence = 3 * InstanceAnnouncer.Interval;

    private static readonly TimeSpan TroublePause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(100);
    private const int MaxRecords = 1000;
    private const long LookMilliseconds = 1000;

    private readonly IKafkaClients _clients;
    private readonly TopicPartition _topic;
    private readonly TimeProvider _time;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly OwnerTable _table = new();
    private readonly Thread _thread;
    private volatile State _state = State.Empty;
    private volatile string? _trouble;
    private long _looked = -LookMilliseconds;

    internal OwnerMap(IKafkaClients clients, string prefix, TimeProvider time)
    {
        _clients = clients;
        _topic = new TopicPartition(OwnerKeys.TopicOf(prefix), 0);
        _time = time;
        _thread = new Thread(Run) { Name = "owners", IsBackground = true };
        _thread.Start();
    }

    /// <summary>All that the topic held at some time since the start is known.</summary>
    public bool IsRead => _state.IsRead;

    /// <summary>What keeps it from following the topic; null when nothing does.</summary>
    public string? Trouble => _trouble;

    /// <summary>The instances of the deployment, by name in ordinal order.</summary>
    public IReadOnlyList<InstanceAddress> Instances => _state.Instances;

    /// <summary>All owners that are known.</summary>
    public IReadOnlyDictionary<TaskId, TaskOwner> Owners => _state.Owners;

    /// <summary>Who runs a task; null when nobody said so yet. It may be gone since: see <see cref="Instances"/>.</summary>
    public TaskOwner? OwnerOf(TaskId task) => _state.Owners.GetValueOrDefault(task);

    /// <summary>The instances that have standbys of a task, nearest first; empty when none have.</summary>
    public IReadOnlyList<InstanceAddress> StandbysOf(TaskId task) => _state.Standbys.GetValueOrDefault(task) ?? [];

    public void Dispose()
    {
        _stopping.Set();
        _thread.Join();
        _stopping.Dispose();
    }

    /// <summary>The tasks whose standbys an instance has to keep.</summary>
    internal IEnumerable<TaskId> StandbysAt(string instance) =>
        _state.Standbys.Where(it => it.Value.Any(address => address.Name == instance)).Select(it => it.Key);

    private void Run()
    {
        while (!_stopping.IsSet)
        {
            try
            {
                using ITopicReader reader = _clients.CreateReader();
                reader.Assign([new TopicPartitionOffset(_topic, _table.Place)]);
                while (!_stopping.IsSet)
                {
                    _table.NowMilliseconds = (long)TimeSpan.FromTicks(_time.GetElapsedTime(0).Ticks).TotalMilliseconds;
                    reader.Poll(MaxRecords, PollWait, _table);
                    _trouble = null;
                    PublishIfNew();
                }
            }
            catch (KafkaFaultException exception)
            {
                _trouble = exception.Message;
                _stopping.Wait(TroublePause);
            }
        }
    }

    private void PublishIfNew()
    {
        bool isNew = _table.HasChanged || !_state.IsRead || _table.NowMilliseconds - _looked >= LookMilliseconds;
        if (!_table.IsAtEnd || !isNew)
        {
            return;
        }

        _looked = _table.NowMilliseconds;
        _table.HasChanged = false;
        InstanceAddress[] instances = [.. _table.Alive((long)MostSilence.TotalMilliseconds)];
        _state = new State(new Dictionary<TaskId, TaskOwner>(_table.Owners), instances, StandbysOf(instances), IsRead: true);
    }

    private Dictionary<TaskId, InstanceAddress[]> StandbysOf(InstanceAddress[] instances)
    {
        Dictionary<string, InstanceAddress> pool = instances.Where(it => it is { Workers: > 0, Standbys: > 0 }).ToDictionary(it => it.Name, StringComparer.Ordinal);
        string[] names = [.. pool.Keys.Order(StringComparer.Ordinal)];
        int wanted = pool.Count == 0 ? 0 : pool.Values.Max(it => it.Standbys);
        return _table.Owners.ToDictionary(
            it => it.Key, InstanceAddress[] (it) => [.. OwnerPlacement.Of(it.Value.Instance, names, wanted).Select(name => pool[name])]);
    }

    /// <summary>Immutable, replaced as a whole.</summary>
    private sealed record State(
        Dictionary<TaskId, TaskOwner> Owners, InstanceAddress[] Instances, Dictionary<TaskId, InstanceAddress[]> Standbys, bool IsRead)
    {
        public static State Empty { get; } = new([], [], [], false);
    }
}
