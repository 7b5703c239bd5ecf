using System.Text;
using SendFlowr.Simulation.Kafka.Clients;
using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Rules;

/// <summary>A cluster with the topics a (2 partitions) and b (2 partitions), and short words for what tests do with it.</summary>
internal sealed class Bench
{
    public const string Group = "group";

    public static readonly TopicPartition A0 = new("a", 0);
    public static readonly TopicPartition A1 = new("a", 1);

    public Bench(ClusterSettings? settings = null)
    {
        Cluster = new SimulatedCluster(settings);
        Cluster.CreateTopic("a", 2);
        Cluster.CreateTopic("b", 2);
    }

    public SimulatedCluster Cluster { get; }

    public SimulatedProcess Process(string name) => new(Cluster, name);

    /// <summary>A producer that has its transactional id.</summary>
    public ITransactionalProducer Producer(SimulatedProcess process, string id = "id")
    {
        ITransactionalProducer producer = process.CreateProducer(id);
        producer.InitTransactions();
        return producer;
    }

    public static void Send(ITransactionalProducer producer, string value, TopicPartition? partition = null) =>
        producer.Send(partition ?? A0, "key"u8, Encoding.UTF8.GetBytes(value), isTombstone: false, 1);

    public static void Commit(ITransactionalProducer producer)
    {
        producer.Flush();
        producer.Commit();
    }

    public static IGroupConsumer Join(SimulatedProcess process, string? instance, Collector listener)
    {
        IGroupConsumer consumer = process.CreateConsumer(Group, instance);
        consumer.Subscribe(["a", "b"], listener);
        return consumer;
    }

    /// <summary>Lets members poll for a while, every 100 ms.</summary>
    public void Poll(long milliseconds, params (IGroupConsumer Consumer, Collector Sink)[] members)
    {
        for (long passed = 0; passed < milliseconds; passed += 100)
        {
            foreach ((IGroupConsumer consumer, Collector sink) in members)
            {
                consumer.Poll(100, TimeSpan.Zero, sink);
            }

            Cluster.Time.Advance(100);
        }
    }

    /// <summary>What a reader without a group gets of a partition now.</summary>
    public string Read(TopicPartition partition)
    {
        var sink = new Collector();
        ITopicReader reader = Process("reader").CreateReader();
        reader.Assign([new TopicPartitionOffset(partition, Cluster.Log(partition).StartOffset)]);
        reader.Poll(1000, TimeSpan.Zero, sink);
        return string.Join(' ', sink.Values);
    }

    public long End(TopicPartition partition, bool uncommitted) => Process("admin").CreateAdmin().EndOffsets([partition], uncommitted)[partition];

    public static KafkaFault FaultOf(Action call) => Should.Throw<KafkaFaultException>(call).Fault;
}
