using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Clients;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Clients;

/// <summary>A broker of its own, which is killed and comes back: the leaders of its partitions have another epoch then.</summary>
public sealed class RestartTests
{
    [KafkaFact]
    public void questions_are_answered_again_soon_after_a_broker_came_back()
    {
        using KafkaCluster cluster = KafkaCluster.Start(brokers: 1);
        ConfluentClients clients = new(new() { BootstrapServers = cluster.BootstrapServers, CallTimeout = TimeSpan.FromSeconds(5) });
        TopicPartition partition = new(cluster.CreateTopic("restarted", 1), 0);
        using IClusterAdmin admin = clients.CreateAdmin();
        admin.EndOffsets([partition], uncommitted: true)[partition].ShouldBe(0);
        cluster.Brokers[0].Kill();
        cluster.Brokers[0].Start();
        cluster.Brokers[0].WaitUntilStarted();
        Polling.Until(() => Answers(admin, partition), "an answer of the broker that came back");
    }

    private static bool Answers(IClusterAdmin admin, TopicPartition partition)
    {
        try
        {
            return admin.EndOffsets([partition], uncommitted: true)[partition] == 0;
        }
        catch (KafkaFaultException fault) when (fault.Fault == KafkaFault.Retriable)
        {
            return false;
        }
    }
}
