using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Standby;

/// <summary>Makes tasks to be followed, with the rows of a snapshot that this instance has. One thread at a time.</summary>
internal sealed class StandbyLoading
{
    private readonly Dictionary<string, Topology> _topologies;
    private readonly Dictionary<string, int> _partitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskIdentity> _identities = new(StringComparer.Ordinal);
    private readonly StandbyOptions _options;
    private readonly TopicNaming _naming;
    private readonly IClusterAdmin _admin;
    private readonly WorkerSnapshots _own;
    private readonly WorkerSnapshots[] _others;
    private TaskId[]? _always;

    public StandbyLoading(StandbyOptions options, IReadOnlyList<Topology> topologies, IClusterAdmin admin, IFileSystem files)
    {
        _options = options;
        _topologies = topologies.Where(topology => topology.Tables.Count > 0).ToDictionary(topology => topology.Name, StringComparer.Ordinal);
        _naming = new TopicNaming(options.TopicPrefix);
        _admin = admin;
        _own = new WorkerSnapshots(options.Directory, files, options.Note);
        _others = [.. options.WorkerDirectories.Select(directory => new WorkerSnapshots(directory, files, options.Note, isReader: true))];
    }

    /// <summary>The tasks that are always followed.</summary>
    /// <exception cref="KafkaFaultException">The cluster does not say how many there are.</exception>
    public IReadOnlyList<TaskId> Always() => _always ??=
    [
        .. _options.FollowAlways.Where(_topologies.ContainsKey).SelectMany(name => Enumerable.Range(0, PartitionsOf(_topologies[name])).Select(partition => new TaskId(name, partition))),
    ];

    /// <summary>Whether there is anything to follow of a task.</summary>
    public bool HasTables(TaskId id) => _topologies.ContainsKey(id.Topology);

    /// <summary>A task with the rows of the newest snapshot there is, or none; null when no such task has tables.</summary>
    /// <exception cref="KafkaFaultException">The cluster does not answer.</exception>
    public WorkerTask? Load(TaskId id, long nowMilliseconds)
    {
        if (!_topologies.TryGetValue(id.Topology, out Topology? topology) || id.Partition >= PartitionsOf(topology))
        {
            return null;
        }

        TopicPartition changelog = new(_naming.ChangelogOf(topology), id.Partition);
        WorkerTask task = new(new StreamTask(topology, id.Partition, PartitionsOf(topology), static _ => 1), changelog, null) { Identity = IdentityOf(topology) };
        long start = _admin.StartOffsets([changelog])[changelog];
        long end = _admin.EndOffsets([changelog], uncommitted: true)[changelog];
        long? place = _own.TryLoad(task, start, end, nowMilliseconds);
        for (int other = 0; place is null && other < _others.Length; other++)
        {
            place = _others[other].TryLoad(task, start, end, nowMilliseconds);
        }

        task.HasRows = place is not null;
        task.ChangelogPlace = place ?? start;
        return task;
    }

    /// <summary>Takes a snapshot of what is applied up to a place.</summary>
    public void Save(WorkerTask task, long place) => _own.Take(task, place);

    private TaskIdentity IdentityOf(Topology topology)
    {
        if (!_identities.TryGetValue(topology.Name, out TaskIdentity? identity))
        {
            IReadOnlyDictionary<string, TopicShape> found = _admin.Find([.. TaskIdentity.TopicsOf(topology, _naming)]);
            identity = TaskIdentity.Of(topology, _naming, topic => found.GetValueOrDefault(topic).Id);
            _identities[topology.Name] = identity;
        }

        return identity;
    }

    private int PartitionsOf(Topology topology)
    {
        string changelog = _naming.ChangelogOf(topology);
        if (!_partitions.TryGetValue(changelog, out int partitions))
        {
            partitions = _admin.PartitionCount(changelog)
                ?? throw new KafkaFaultException(KafkaFault.Retriable, $"The topic '{changelog}' does not exist. Create the topics first: sendflowr topics apply.");
            _partitions[changelog] = partitions;
        }

        return partitions;
    }
}
