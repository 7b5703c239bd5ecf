using SendFlowr.Integration.Clients;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Servers;

/// <summary>The servers that other tests stand on do what their names say.</summary>
public sealed class ServerTests
{
    [KafkaFact]
    public void three_brokers_go_on_without_one()
    {
        using KafkaCluster cluster = KafkaCluster.Start(brokers: 3);
        Streams.Kafka.Clients.ConfluentClients clients = new(new() { BootstrapServers = cluster.BootstrapServers });
        TopicPartition partition = new(cluster.CreateTopic("three", 1), 0);
        clients.Write(partition, "a");
        cluster.Brokers[0].Kill();
        clients.Write(partition, "b");
        cluster.Brokers[0].Start();
        cluster.Brokers[0].WaitUntilStarted();

        clients.ReadAll(partition).Values.ShouldBe(["a", "b"]);
    }

    [ProxyFact]
    public void a_cut_connection_is_a_passing_trouble()
    {
        using KafkaCluster cluster = KafkaCluster.Start(brokers: 1);
        using FaultProxy proxy = FaultProxy.Before(cluster);
        Streams.Kafka.Clients.ConfluentClients direct = new(new() { BootstrapServers = cluster.BootstrapServers });
        Streams.Kafka.Clients.ConfluentClients cut = new(new() { BootstrapServers = cluster.ProxyBootstrapServers, CallTimeout = TimeSpan.FromSeconds(1) });
        TopicPartition partition = new(cluster.CreateTopic("cut", 1), 0);
        using IClusterAdmin admin = cut.CreateAdmin();
        admin.PartitionCount(partition.Topic).ShouldBe(1);
        proxy.Cut(0);
        Should.Throw<KafkaFaultException>(() => admin.PartitionCount(partition.Topic)).Fault.ShouldBe(KafkaFault.Retriable);
        direct.Write(partition, "a");
        proxy.Restore();
        int? count = null;
        Polling.Until(() => count is not null, "an answer", () => count = TryCount(admin, partition.Topic));

        count.ShouldBe(1);
    }

    [RegistryFact]
    public async Task a_registry_answers_and_can_be_started_again()
    {
        using SchemaRegistry registry = SchemaRegistry.Start();
        using HttpClient http = new() { BaseAddress = registry.Address };
        (await http.GetStringAsync("/subjects")).Trim().ShouldBe("[]");
        registry.Kill();
        registry.StartAgain();

        (await http.GetStringAsync("/subjects")).Trim().ShouldBe("[]");
    }

    private static int? TryCount(IClusterAdmin admin, string topic)
    {
        try
        {
            return admin.PartitionCount(topic);
        }
        catch (KafkaFaultException problem) when (problem.Fault == KafkaFault.Retriable)
        {
            return null;
        }
    }
}
