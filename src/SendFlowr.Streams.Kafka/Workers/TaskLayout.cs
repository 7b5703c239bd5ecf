using System.Globalization;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Wire;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Which partitions make which task: partition p of every partitioned source of a topology is its task p.</summary>
/// <remarks>Immutable; made from the partition counts that the cluster has.</remarks>
internal sealed class TaskLayout
{
    private readonly WorkerOptions _options;
    private readonly IReadOnlyList<Topology> _topologies;
    private readonly Dictionary<string, TopicShape> _shapes;
    private readonly TopicNaming _naming;

    private TaskLayout(WorkerOptions options, IReadOnlyList<Topology> topologies, Dictionary<string, TopicShape> shapes)
    {
        _options = options;
        _topologies = topologies;
        _shapes = shapes;
        _naming = new TopicNaming(options.TopicPrefix);
        GroupTopics =
        [
            .. topologies.SelectMany(Partitioned).Select(source => _naming.NameOf(source.Topic))
                .Concat(options.Feeds.Select(feed => feed.Topic)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Topics whose partitions the group shares out.</summary>
    public IReadOnlyList<string> GroupTopics { get; }

    /// <summary>What to do when topics and state do not belong to each other.</summary>
    public const string NewPrefixRemedy = "What the tables hold does not fit it. Use a new topic prefix, and feed it again from the source topics.";

    /// <summary>All topics: those that are read, changelogs, and those that are written to.</summary>
    public IReadOnlyCollection<string> Topics => _shapes.Keys;

    /// <summary>Looks the partition counts up and checks that they fit.</summary>
    /// <exception cref="KafkaFaultException">A topic is missing, which may pass.</exception>
    /// <exception cref="TopologyException">Partition counts do not fit each other; the text says what to do.</exception>
    public static TaskLayout Read(WorkerOptions options, IReadOnlyList<Topology> topologies, IClusterAdmin admin)
    {
        Dictionary<string, TopicShape> shapes = [];
        TopicNaming naming = new(options.TopicPrefix);
        int Count(string topic) => shapes.TryGetValue(topic, out TopicShape known) ? known.Partitions : (shapes[topic] = ShapeOf(topic, admin)).Partitions;
        foreach (Topology topology in topologies)
        {
            CheckCoPartitioned(naming, topology, Count);
        }

        if (options.Announcement is { } announcement)
        {
            Count(announcement.Topic.Topic);
        }

        foreach (FeedTopic feed in options.Feeds)
        {
            CheckFeed(naming, topologies, feed, options.Feeds);
            shapes[feed.Topic] = ShapeOf(feed.Topic, admin, isFeed: true);
        }

        return new TaskLayout(options, topologies, shapes);
    }

    /// <summary>Compares the topics with what is there now.</summary>
    /// <exception cref="KafkaFaultException">A topic is missing, which may pass.</exception>
    /// <exception cref="TopologyException">A topic is another one than at the start.</exception>
    public void Check(IReadOnlyDictionary<string, TopicShape> found)
    {
        foreach ((string topic, TopicShape shape) in _shapes)
        {
            if (!found.TryGetValue(topic, out TopicShape now))
            {
                throw Missing(topic, IsFeed(topic));
            }

            if (now.Partitions > shape.Partitions && !IsFeed(topic))
            {
                throw Grown(topic, shape.Partitions);
            }

            if (now.Id != shape.Id)
            {
                throw new TopologyException($"The topic '{topic}' was deleted and made anew while it was in use (id {shape.Id}, now {now.Id}). {NewPrefixRemedy}");
            }
        }
    }

    /// <summary>The tasks that read these partitions.</summary>
    /// <exception cref="TopologyException">A partition did not exist when the worker started, or a task would get only some of its partitions.</exception>
    public IReadOnlyList<WorkerTask> TasksOf(IReadOnlyCollection<TopicPartition> assigned)
    {
        HashSet<TopicPartition> left = [.. assigned];
        foreach (TopicPartition partition in assigned)
        {
            if (partition.Partition >= _shapes.GetValueOrDefault(partition.Topic).Partitions && !IsFeed(partition.Topic))
            {
                throw Grown(partition.Topic, _shapes.GetValueOrDefault(partition.Topic).Partitions);
            }
        }

        List<WorkerTask> tasks = [];
        foreach (Topology topology in _topologies)
        {
            foreach (int partition in left.Where(it => Reads(topology, it.Topic)).Select(it => it.Partition).Distinct().Order().ToArray())
            {
                tasks.Add(CreateTask(topology, partition, left));
            }
        }

        foreach (FeedTopic feed in _options.Feeds)
        {
            Topology topology = _topologies.First(it => it.Name == feed.Topology);
            foreach (TopicPartition partition in left.Where(it => it.Topic == feed.Topic).OrderBy(it => it.Partition).ToArray())
            {
                WorkerTask task = new(CreateStreamTask(topology, partition.Partition), null, feed)
                {
                    IsNewPartition = partition.Partition >= _shapes[feed.Topic].Partitions,
                };
                task.AddInput(IndexOf(topology, feed.Source), partition, feed.Schemas is { } schemas ? new FeedValueReader(schemas) : null);
                tasks.Add(task);
            }
        }

        return tasks;
    }

    private static TopicShape ShapeOf(string topic, IClusterAdmin admin, bool isFeed = false) =>
        admin.Find([topic]).TryGetValue(topic, out TopicShape shape) ? shape : throw Missing(topic, isFeed);

    private static KafkaFaultException Missing(string topic, bool isFeed) => new(KafkaFault.Missing, isFeed
        ? $"The topic '{topic}' of a feed does not exist. Feeds are never created here: correct its name in the configuration, take the feed out, or create the topic."
        : $"The topic '{topic}' does not exist. Create the topics first: sendflowr topics apply.");

    /// <summary>A feed may grow: its tasks have no tables. Every other topic keeps its partitions.</summary>
    private bool IsFeed(string topic) => _options.Feeds.Any(feed => feed.Topic == topic);

    private static TopologyException Grown(string topic, int before) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"'{topic}' has got more partitions than the {before} it had at the start. Keys have other partitions now, so their tables would be torn apart. ")
        + "Use a new topic prefix with as many partitions as you need, and feed it again from the source topics.");

    private TaskIdentity IdentityOf(Topology topology) =>
        topology.Tables.Count == 0 ? TaskIdentity.None : TaskIdentity.Of(topology, _naming, topic => _shapes[topic].Id);

    private static IEnumerable<SourceDefinition> Partitioned(Topology topology) => topology.Sources.Where(source => source.Kind == SourceKind.Partitioned);

    private bool Reads(Topology topology, string topic) => Partitioned(topology).Any(source => _naming.NameOf(source.Topic) == topic);

    private static int IndexOf(Topology topology, string source)
    {
        for (int index = 0; index < topology.Sources.Count; index++)
        {
            if (topology.Sources[index].Name == source)
            {
                return index;
            }
        }

        throw new TopologyException($"Topology '{topology.Name}' has no source '{source}'.");
    }

    private static void CheckCoPartitioned(TopicNaming naming, Topology topology, Func<string, int> count)
    {
        string[] topics = [.. Partitioned(topology).Select(source => naming.NameOf(source.Topic))];
        if (topics.Length == 0)
        {
            throw new TopologyException($"Topology '{topology.Name}' has no partitioned source, so no group can share its tasks out; give it one.");
        }

        if (topology.Tables.Count > 0)
        {
            topics = [.. topics, naming.ChangelogOf(topology)];
            if (topology.Sources.Any(source => source.Kind == SourceKind.Feed))
            {
                throw new TopologyException($"Topology '{topology.Name}' has tables and a feed; on Kafka only a topology without tables can be fed.");
            }
        }

        foreach (string topic in topics.Where(topic => count(topic) != count(topics[0])))
        {
            throw new TopologyException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{topic}' has {count(topic)} partitions and '{topics[0]}' {count(topics[0])}; topology '{topology.Name}' needs the same number of both. ")
                + "Use a new topic prefix whose topics fit, and feed it again from the source topics.");
        }

        foreach (SourceDefinition source in topology.Sources.Where(source => source.Kind == SourceKind.Broadcast && count(naming.NameOf(source.Topic)) != 1))
        {
            throw new TopologyException(string.Create(
                CultureInfo.InvariantCulture, $"'{naming.NameOf(source.Topic)}' has {count(naming.NameOf(source.Topic))} partitions; every task reads it, so it must have 1."));
        }

        foreach (SinkDefinition sink in topology.Sinks)
        {
            count(naming.NameOf(sink.Topic));
        }
    }

    private static void CheckFeed(TopicNaming naming, IReadOnlyList<Topology> topologies, FeedTopic feed, IReadOnlyList<FeedTopic> feeds)
    {
        Topology topology = topologies.FirstOrDefault(it => it.Name == feed.Topology)
            ?? throw new TopologyException($"'{feed.Topic}' feeds the topology '{feed.Topology}', which does not run here.");
        if (topology.Sources[IndexOf(topology, feed.Source)].Kind != SourceKind.Feed)
        {
            throw new TopologyException($"'{feed.Topic}' feeds the source '{feed.Source}' of '{feed.Topology}', which reads a topic of its own.");
        }

        if (topologies.Any(it => IsOwn(naming, it, feed.Topic)))
        {
            throw new TopologyException(
                $"'{feed.Topic}' is a topic of this deployment and cannot be a feed as well: what is fed would come back for ever. Name the topic that others write.");
        }

        if (feeds.Count(it => it.Topic == feed.Topic) > 1)
        {
            throw new TopologyException($"'{feed.Topic}' is named by two feeds. Each topic is read once: leave one of them.");
        }
    }

    private static bool IsOwn(TopicNaming naming, Topology topology, string topic) =>
        topology.Sources.Any(source => source.Kind != SourceKind.Feed && naming.NameOf(source.Topic) == topic)
        || topology.Sinks.Any(sink => naming.NameOf(sink.Topic) == topic)
        || (topology.Tables.Count > 0 && naming.ChangelogOf(topology) == topic);

    private StreamTask CreateStreamTask(Topology topology, int partition) =>
        new(topology, partition, _shapes[_naming.NameOf(Partitioned(topology).First().Topic)].Partitions, topic => _shapes[_naming.NameOf(topic)].Partitions);

    private WorkerTask CreateTask(Topology topology, int partition, HashSet<TopicPartition> assigned)
    {
        TopicPartition? changelog = topology.Tables.Count > 0 ? new TopicPartition(_naming.ChangelogOf(topology), partition) : null;
        WorkerTask task = new(CreateStreamTask(topology, partition), changelog, null) { Identity = IdentityOf(topology) };
        for (int index = 0; index < topology.Sources.Count; index++)
        {
            SourceDefinition source = topology.Sources[index];
            if (source.Kind == SourceKind.Broadcast)
            {
                string topic = _naming.NameOf(source.Topic);
                task.AddBroadcast(index, new TopicPartition(topic, 0), _options.Framing?.CreateReader(topic));
            }
            else if (source.Kind == SourceKind.Partitioned)
            {
                TopicPartition input = new(_naming.NameOf(source.Topic), partition);
                if (!assigned.Contains(input))
                {
                    throw new TopologyException(
                        $"The group gave task {task} only some of its partitions: {input} is missing. All members of the group must read the same "
                        + "topics, with partition.assignment.strategy=range; see whether a member of another version or configuration runs.");
                }

                task.AddInput(index, input, _options.Framing?.CreateReader(input.Topic));
            }
        }

        return task;
    }
}
