using Confluent.Kafka;
using Confluent.Kafka.Admin;
using SendFlowr.Streams.Kafka.Clients;

namespace SendFlowr.Integration.Servers;

/// <summary>A real Apache Kafka of 1 or 3 brokers on free ports of this machine, in a temporary folder that goes with it.</summary>
/// <remarks>
/// Each broker has a second listener for clients that come through a proxy: it tells them <see cref="ProxyPorts"/> as its address, so that all
/// their connections go through the proxy, and nobody else's.
/// </remarks>
internal sealed class KafkaCluster : IDisposable
{
    private const string Log4J = """
        status = error
        appender.console.type = Console
        appender.console.name = console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %d %p %c{1}: %m%n
        rootLogger.level = info
        rootLogger.appenderRef.console.ref = console
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sendflowr-kafka-").FullName;
    private int _topics;

    private KafkaCluster(int count, IReadOnlyDictionary<string, string> settings)
    {
        int[] ports = [.. Enumerable.Range(0, count * 4).Select(_ => FreePorts.Take())];
        ProxiedPorts = ports[count..(2 * count)];
        ProxyPorts = ports[(2 * count)..(3 * count)];
        int[] controllers = ports[(3 * count)..];
        string voters = string.Join(',', controllers.Select((port, index) => $"{index + 1}@127.0.0.1:{port}"));
        File.WriteAllText(Path.Combine(_folder, "log4j2.properties"), Log4J);
        Brokers = [.. Enumerable.Range(0, count).Select(index =>
        {
            string file = Path.Combine(_folder, $"broker-{index}.properties");
            string[] lines = BrokerLines(index, count, ports[index], controllers[index], voters);
            File.WriteAllLines(file, [.. lines, .. settings.Select(pair => $"{pair.Key}={pair.Value}")]);
            return new Broker(_folder, ports[index], file);
        })];
    }

    public IReadOnlyList<Broker> Brokers { get; }

    /// <summary>Where a proxy forwards to, for each broker.</summary>
    public IReadOnlyList<int> ProxiedPorts { get; }

    /// <summary>Where a proxy listens, for each broker.</summary>
    public IReadOnlyList<int> ProxyPorts { get; }

    public string BootstrapServers => string.Join(',', Brokers.Select(broker => $"127.0.0.1:{broker.Port}"));

    public string ProxyBootstrapServers => string.Join(',', ProxyPorts.Select(port => $"127.0.0.1:{port}"));

    /// <summary>Starts a cluster and returns when it answers.</summary>
    /// <param name="brokers">1 or 3.</param>
    /// <param name="settings">Further settings of each broker, which win.</param>
    public static KafkaCluster Start(int brokers, IReadOnlyDictionary<string, string>? settings = null)
    {
        KafkaCluster cluster = new(brokers, settings ?? new Dictionary<string, string>());
        try
        {
            Parallel.ForEach(cluster.Brokers, broker => broker.Format("AAAAAAAAAAAAAAAAAAAAAA"));
            foreach (Broker broker in cluster.Brokers)
            {
                broker.Start();
            }

            foreach (Broker broker in cluster.Brokers)
            {
                broker.WaitUntilStarted();
            }

            return cluster;
        }
        catch (InvalidOperationException)
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Makes a topic whose name begins as given and is new. Returns the name when it can be written.</summary>
    public string CreateTopic(string name, int partitions, params (string Key, string Value)[] settings)
    {
        string topic = $"{name}-{Interlocked.Increment(ref _topics)}";
        KafkaLibrary.Load();
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();
        TopicSpecification specification = new()
        {
            Name = topic,
            NumPartitions = partitions,
            Configs = settings.ToDictionary(pair => pair.Key, pair => pair.Value),
        };
        admin.CreateTopicsAsync([specification]).GetAwaiter().GetResult();
        return topic;
    }

    /// <summary>Moves the start of a partition up, as retention does.</summary>
    public void DeleteRecords(string topic, int partition, long before)
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();
        admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, partition, before)]).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        foreach (Broker broker in Brokers)
        {
            broker.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string[] BrokerLines(int index, int count, int port, int controllerPort, string voters) =>
    [
        "process.roles=broker,controller",
        $"node.id={index + 1}",
        $"controller.quorum.voters={voters}",
        $"listeners=PLAINTEXT://127.0.0.1:{port},PROXIED://127.0.0.1:{ProxiedPorts[index]},CONTROLLER://127.0.0.1:{controllerPort}",
        $"advertised.listeners=PLAINTEXT://127.0.0.1:{port},PROXIED://127.0.0.1:{ProxyPorts[index]}",
        "controller.listener.names=CONTROLLER",
        "inter.broker.listener.name=PLAINTEXT",
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT",
        $"log.dirs={Path.Combine(_folder, $"data-{index}")}",
        "num.partitions=4",
        $"default.replication.factor={count}",
        $"offsets.topic.replication.factor={count}",
        "offsets.topic.num.partitions=8",
        $"transaction.state.log.replication.factor={count}",
        $"transaction.state.log.min.isr={(count == 1 ? 1 : 2)}",
        "transaction.state.log.num.partitions=8",
        $"min.insync.replicas={(count == 1 ? 1 : 2)}",
        "group.initial.rebalance.delay.ms=0",
        // A broker that died is noticed within seconds.
        "broker.session.timeout.ms=3000",
        "broker.heartbeat.interval.ms=500",
        "controller.quorum.fetch.timeout.ms=1000",
        "controller.quorum.election.timeout.ms=500",
        "auto.create.topics.enable=false",
        "log.cleaner.dedupe.buffer.size=16777216",
    ];
}
