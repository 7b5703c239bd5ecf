using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Clients;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Topics;
using SendFlowr.Streams.Kafka.Wire;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>A Kafka cluster: its topics, and engines that run topologies on it. Thread-safe.</summary>
public sealed class KafkaCluster : IDisposable
{
    private readonly ConfluentClients _clients;
    private readonly KafkaClientOptions _options;
    private readonly Lazy<ITopicAdmin> _topics;
    private readonly Lazy<IClusterAdmin> _admin;

    /// <param name="bootstrapServers">Brokers, <c>host:port,host:port</c>.</param>
    /// <param name="properties">Client properties as librdkafka names them.</param>
    /// <param name="framing">How values are framed for a schema registry, in engines and writers; null: they are not.</param>
    /// <exception cref="ArgumentException">A property is not usable, or may not be set.</exception>
    /// <exception cref="KafkaLibraryException">librdkafka is not there and cannot be had.</exception>
    public KafkaCluster(string bootstrapServers, IReadOnlyDictionary<string, string> properties, RegistryFraming? framing = null)
    {
        Framing = framing;
        _options = new KafkaClientOptions { BootstrapServers = bootstrapServers, Properties = properties };
        _clients = new ConfluentClients(_options);
        _topics = new Lazy<ITopicAdmin>(() => new ConfluentTopics(_options));
        _admin = new Lazy<IClusterAdmin>(_clients.CreateAdmin);

        // A client is made at once, since only librdkafka knows whether the properties are usable.
        _ = _admin.Value;
    }

    /// <summary>How values are framed for a schema registry; null: they are not.</summary>
    public RegistryFraming? Framing { get; }

    /// <summary>The version of librdkafka, which is loaded if it is not yet.</summary>
    /// <exception cref="KafkaLibraryException">It is not there and cannot be had.</exception>
    public static string LibraryVersion()
    {
        KafkaLibrary.Load();
        return Confluent.Kafka.Library.VersionString;
    }

    /// <summary>What the cluster says of itself.</summary>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public ClusterFacts Describe() => Ask(() => _topics.Value.DescribeCluster());

    /// <summary>The topics of these names that are there.</summary>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public IReadOnlyDictionary<string, TopicFacts> Describe(IReadOnlyCollection<string> names) => Ask(() => _topics.Value.Describe(names));

    /// <summary>Creates topics with the broker's default replication; one that is there already is left as it is.</summary>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public void Create(IReadOnlyCollection<TopicSpec> topics) => Ask(() =>
    {
        _topics.Value.Create(topics);
        return true;
    });

    /// <summary>Which of these topics do not exist, as the cluster's controller has it: a broker that was asked to describe one may not know of it yet.</summary>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public IReadOnlyList<TopicSpec> FindMissing(IReadOnlyCollection<TopicSpec> topics) => Ask(() => _topics.Value.FindMissing(topics));

    /// <summary>The first of these topics in which something was ever written; null when nothing was.</summary>
    /// <param name="topics">Topics that are there, by name.</param>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public string? FirstWritten(IReadOnlyDictionary<string, TopicFacts> topics)
    {
        TopicPartition[] partitions = [.. topics.SelectMany(topic => Enumerable.Range(0, topic.Value.Partitions).Select(it => new TopicPartition(topic.Key, it)))];
        using IClusterAdmin admin = _clients.CreateAdmin();
        return Ask(() => admin.EndOffsets(partitions, uncommitted: true)).Where(end => end.Value > 0).Select(end => end.Key.Topic).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>Sets settings of a topic and leaves the others as they are.</summary>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public void Configure(string topic, IReadOnlyDictionary<string, string> settings) => Ask(() =>
    {
        _topics.Value.Configure(topic, settings);
        return true;
    });

    /// <summary>Deletes topics; one that is not there is no error.</summary>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public void Delete(IReadOnlyCollection<string> names) => Ask(() =>
    {
        _topics.Value.Delete(names);
        return true;
    });

    /// <summary>Runs topologies; the engine's tasks come when the group gives it some.</summary>
    /// <param name="options">How.</param>
    /// <param name="topologies">What; every member of the group must run the same.</param>
    /// <param name="files">Holds snapshots.</param>
    /// <param name="time">The clock that tasks see.</param>
    public KafkaEngine Start(KafkaEngineOptions options, IReadOnlyList<Topology> topologies, IFileSystem files, TimeProvider time) =>
        KafkaEngine.Start(options with { SessionTimeout = _options.SessionTimeout, Framing = Framing }, topologies, _clients, files, time);

    /// <summary>
    /// Holds an instance to what its deployment was begun with; the first instance of all begins it. Before the engine is started.
    /// </summary>
    /// <param name="group">Name of the deployment.</param>
    /// <param name="prefix">What its topics begin with; the owners topic must be there.</param>
    /// <param name="claim">What this instance has.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="DeploymentMismatchException">The deployment was begun with something else; the text names the setting and the remedy.</exception>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public void ClaimDeployment(string group, string prefix, DeploymentClaim claim, TimeProvider time) => DeploymentRecord.Claim(_clients, group, prefix, claim, time);

    /// <summary>Holds what an instance would claim to what its deployment was begun with. False when it was not begun yet; it is not begun by this.</summary>
    /// <exception cref="DeploymentMismatchException">The deployment was begun with something else; the text names the setting and the remedy.</exception>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public bool CheckDeployment(string prefix, DeploymentClaim claim, TimeProvider time) => DeploymentRecord.Check(_clients, prefix, claim, time);

    /// <summary>A writer of records.</summary>
    /// <param name="name">Its transactional id; another writer of the same name is shut out.</param>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public KafkaWriter CreateWriter(string name) => new(_clients.CreateProducer(name), Framing);

    /// <summary>The places after the last record of each partition of a topic that a <c>read_committed</c> reader gets, by partition.</summary>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or there is no such topic.</exception>
    public IReadOnlyList<long> EndOffsets(string topic) => Ask(() =>
    {
        TopicPartition[] partitions = PartitionsOf(topic);
        IReadOnlyDictionary<TopicPartition, long> ends = _admin.Value.EndOffsets(partitions, uncommitted: false);
        return partitions.Select(partition => ends[partition]).ToArray();
    });

    /// <summary>Whether a group has committed all records of a topic before some places.</summary>
    /// <param name="group">The group.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="places">A place for each partition, as <see cref="EndOffsets"/> gives them.</param>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or there is no such topic.</exception>
    public bool HasPassed(string group, string topic, IReadOnlyList<long> places) => Ask(() =>
    {
        TopicPartition[] partitions = PartitionsOf(topic);
        IReadOnlyDictionary<TopicPartition, long?> committed = _topics.Value.CommittedOffsets(group, partitions);
        Dictionary<TopicPartition, long> from = partitions.ToDictionary(it => it, it => committed.GetValueOrDefault(it) ?? 0);
        Dictionary<TopicPartition, long> open = partitions.Zip(places).Where(it => from[it.First] < it.Second).ToDictionary(it => it.First, it => it.Second);
        if (open.Count == 0)
        {
            return true;
        }

        // A group goes on after its last record; behind that the markers of transactions may stand.
        using TopicScan scan = new(_clients, from, open, static (_, _) => true, null);
        return !scan.Read().Any();
    });

    /// <summary>
    /// Committed records of all partitions of a topic from the first one of each that is of a time or later, up to the ends at the time of the
    /// call; those of one partition in order. Whoever enumerates reads.
    /// </summary>
    /// <param name="topic">Name in the cluster.</param>
    /// <param name="fromMilliseconds">Milliseconds since 1970; 0: everything that is kept.</param>
    /// <param name="wanted">Which records to return.</param>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or there is no such topic.</exception>
    public IEnumerable<TopicRecord> ReadTopic(string topic, long fromMilliseconds, RecordFilter wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        using TopicScan scan = Ask(() =>
        {
            TopicPartition[] partitions = PartitionsOf(topic);
            IReadOnlyDictionary<TopicPartition, long> ends = _admin.Value.EndOffsets(partitions, uncommitted: false);
            IReadOnlyDictionary<TopicPartition, long> starts =
                fromMilliseconds > 0 ? _admin.Value.OffsetsAt(partitions, fromMilliseconds) : _admin.Value.StartOffsets(partitions);
            return new TopicScan(_clients, starts, ends, wanted, Framing?.CreateReader(topic));
        });
        using IEnumerator<TopicRecord> records = scan.Read().GetEnumerator();
        while (Ask(records.MoveNext))
        {
            yield return records.Current;
        }
    }

    public void Dispose()
    {
        if (_admin.IsValueCreated)
        {
            _admin.Value.Dispose();
        }

        if (_topics.IsValueCreated)
        {
            _topics.Value.Dispose();
        }
    }

    private TopicPartition[] PartitionsOf(string topic) => _admin.Value.PartitionCount(topic) is { } count
        ? [.. Enumerable.Range(0, count).Select(partition => new TopicPartition(topic, partition))]
        : throw new KafkaUnreachableException($"There is no topic '{topic}'. `sendflowr topics apply` makes the topics of a deployment.");

    internal static T Ask<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (KafkaFaultException exception)
        {
            throw new KafkaUnreachableException(exception.Message, exception);
        }
    }
}
