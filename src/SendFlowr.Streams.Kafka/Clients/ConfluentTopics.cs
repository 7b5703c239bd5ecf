using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Topics;
using TopicPartition = SendFlowr.Streams.Kafka.Ports.TopicPartition;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>Topics of a cluster by Confluent.Kafka.</summary>
internal sealed class ConfluentTopics : ITopicAdmin
{
    /// <summary>The broker's <c>default.replication.factor</c>.</summary>
    private const short DefaultReplication = -1;

    private readonly KafkaClientOptions _options;
    private readonly ClientFaults _faults;
    private readonly IAdminClient _admin;

    public ConfluentTopics(KafkaClientOptions options)
    {
        _options = options;
        _faults = new(options.BootstrapServers);
        _admin = ClientParts.MakeAdmin(options);
    }

    public ClusterFacts DescribeCluster()
    {
        DescribeClusterResult cluster = Ask("Asking for the brokers", () =>
            ClientParts.Await(_admin.DescribeClusterAsync(new() { RequestTimeout = _options.CallTimeout }), _options));
        string name = cluster.Nodes[0].Id.ToString(CultureInfo.InvariantCulture);
        string? replication = Settings([new ConfigResource { Type = ResourceType.Broker, Name = name }])
            .Select(it => it.Entries.GetValueOrDefault("default.replication.factor")?.Value).FirstOrDefault();
        return new ClusterFacts(
            cluster.ClusterId,
            [.. cluster.Nodes.Select(node => string.Create(CultureInfo.InvariantCulture, $"{node.Host}:{node.Port}"))],
            int.TryParse(replication, CultureInfo.InvariantCulture, out int copies) ? copies : null);
    }

    public IReadOnlyDictionary<string, TopicFacts> Describe(IReadOnlyCollection<string> names)
    {
        Dictionary<string, int> partitions = Partitions(names);
        if (partitions.Count == 0)
        {
            return new Dictionary<string, TopicFacts>();
        }

        ConfigResource[] resources = [.. partitions.Keys.Select(name => new ConfigResource { Type = ResourceType.Topic, Name = name })];
        return Settings(resources).ToDictionary(
            it => it.Name,
            it => new TopicFacts(
                partitions[it.Name],
                it.Entries.Where(entry => entry.Value.Value is not null).ToDictionary(entry => entry.Key, entry => entry.Value.Value)));
    }

    public void Create(IReadOnlyCollection<TopicSpec> topics) => _ = Create(topics, isTrial: false);

    public IReadOnlyList<TopicSpec> FindMissing(IReadOnlyCollection<TopicSpec> topics)
    {
        HashSet<string> existing = Create(topics, isTrial: true);
        return [.. topics.Where(topic => !existing.Contains(topic.Name))];
    }

    public void Configure(string topic, IReadOnlyDictionary<string, string> settings)
    {
        Dictionary<ConfigResource, List<ConfigEntry>> changes = new()
        {
            [new ConfigResource { Type = ResourceType.Topic, Name = topic }] =
                [.. settings.Select(it => new ConfigEntry { Name = it.Key, Value = it.Value, IncrementalOperation = AlterConfigOpType.Set })],
        };
        Ask($"Changing settings of the topic '{topic}'", () =>
            ClientParts.Await(_admin.IncrementalAlterConfigsAsync(changes, new() { RequestTimeout = _options.CallTimeout }), _options));
    }

    public IReadOnlyDictionary<TopicPartition, long?> CommittedOffsets(string group, IReadOnlyCollection<TopicPartition> partitions)
    {
        try
        {
            ConsumerGroupTopicPartitions asked = new(group, [.. partitions.Select(it => new Confluent.Kafka.TopicPartition(it.Topic, it.Partition))]);
            ListConsumerGroupOffsetsResult answer =
                ClientParts.Await(_admin.ListConsumerGroupOffsetsAsync([asked], new() { RequestTimeout = _options.CallTimeout }), _options)[0];
            return answer.Partitions.ToDictionary(
                it => new TopicPartition(it.Topic, it.Partition), it => it.Offset == Offset.Unset ? (long?)null : it.Offset.Value);
        }
        catch (KafkaException problem)
        {
            throw _faults.Asking($"Asking for the offsets of the group '{group}'", problem);
        }
    }

    public void Delete(IReadOnlyCollection<string> names)
    {
        try
        {
            DeleteTopicsOptions options = new() { RequestTimeout = _options.CallTimeout, OperationTimeout = _options.CallTimeout };
            ClientParts.Await(_admin.DeleteTopicsAsync(names, options), _options);
        }
        catch (DeleteTopicsException problem)
        {
            DeleteTopicReport? failed = problem.Results.Find(it => it.Error.IsError && it.Error.Code != ErrorCode.UnknownTopicOrPart);
            if (failed is not null)
            {
                throw _faults.Asking($"Deleting the topic '{failed.Topic}'", new KafkaException(failed.Error));
            }
        }
        catch (KafkaException problem)
        {
            throw _faults.Asking("Deleting topics", problem);
        }
    }

    public void Dispose() => _admin.Dispose();

    /// <summary>Returns the topics that exist already.</summary>
    /// <param name="topics">The topics.</param>
    /// <param name="isTrial">The controller is only asked whether it would.</param>
    private HashSet<string> Create(IReadOnlyCollection<TopicSpec> topics, bool isTrial)
    {
        if (topics.Count == 0)
        {
            return [];
        }

        CreateTopicsOptions options = new() { RequestTimeout = _options.CallTimeout, OperationTimeout = _options.CallTimeout, ValidateOnly = isTrial };
        try
        {
            ClientParts.Await(_admin.CreateTopicsAsync(topics.Select(Specify), options), _options);
            return [];
        }
        catch (CreateTopicsException problem)
        {
            CreateTopicReport? failed = problem.Results.FirstOrDefault(it => it.Error.IsError && it.Error.Code != ErrorCode.TopicAlreadyExists);
            return failed is null
                ? [.. problem.Results.Where(it => it.Error.IsError).Select(it => it.Topic)]
                : throw _faults.Asking($"Creating the topic '{failed.Topic}'", new KafkaException(failed.Error));
        }
        catch (KafkaException problem)
        {
            throw _faults.Asking("Creating topics", problem);
        }
    }

    private static TopicSpecification Specify(TopicSpec topic) => new()
    {
        Name = topic.Name,
        NumPartitions = topic.Partitions,
        ReplicationFactor = DefaultReplication,
        Configs = topic.Config.ToDictionary(),
    };

    private Dictionary<string, int> Partitions(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
        {
            return [];
        }

        IEnumerable<TopicDescription> found;
        try
        {
            found = ClientParts.Await(_admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(names), new() { RequestTimeout = _options.CallTimeout }), _options).TopicDescriptions;
        }
        catch (DescribeTopicsException problem)
        {
            TopicDescription? failed = problem.Results.TopicDescriptions.Find(
                it => it.Error.IsError && it.Error.Code != ErrorCode.UnknownTopicOrPart);
            found = failed is null
                ? problem.Results.TopicDescriptions.Where(it => !it.Error.IsError)
                : throw _faults.Asking($"Asking for the topic '{failed.Name}'", new KafkaException(failed.Error));
        }
        catch (KafkaException problem)
        {
            throw _faults.Asking("Asking for topics", problem);
        }

        return found.ToDictionary(topic => topic.Name, topic => topic.Partitions.Count);
    }

    /// <summary>
    /// A topic that was made a moment ago is known to the broker that answers for partitions before it is to the one
    /// that answers for settings: until both know it, it is not there.
    /// </summary>
    private IEnumerable<(string Name, Dictionary<string, ConfigEntryResult> Entries)> Settings(IReadOnlyList<ConfigResource> resources)
    {
        try
        {
            return ClientParts.Await(_admin.DescribeConfigsAsync(resources, new() { RequestTimeout = _options.CallTimeout }), _options)
                .Select(it => (it.ConfigResource.Name, it.Entries));
        }
        catch (DescribeConfigsException problem)
        {
            DescribeConfigsReport? failed = problem.Results.Find(it => it.Error.IsError && it.Error.Code != ErrorCode.UnknownTopicOrPart);
            return failed is null
                ? problem.Results.Where(it => !it.Error.IsError).Select(it => (it.ConfigResource.Name, it.Entries))
                : throw _faults.Asking($"Asking for the settings of the topic '{failed.ConfigResource.Name}'", new KafkaException(failed.Error));
        }
        catch (KafkaException problem)
        {
            throw _faults.Asking("Asking for the settings of topics", problem);
        }
    }

    private T Ask<T>(string what, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (KafkaException problem)
        {
            throw _faults.Asking(what, problem);
        }
    }
}
