using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Clients;

[Collection(OneBrokerCollection.Name)]
public sealed class OutageTests(OneBroker broker)
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    [KafkaFact]
    public void nobody_knows_what_became_of_a_commit_whose_broker_stands_still()
    {
        IKafkaClients clients = broker.Clients(Short);
        TopicPartition partition = new(broker.Cluster.CreateTopic("frozen", 1), 0);
        using (ITransactionalProducer producer = clients.CreateProducer("frozen"))
        {
            producer.InitTransactions();
            producer.Begin();
            producer.Send(partition, "k", "a");
            producer.Flush();
            KafkaFaultException fault = WhileFrozen(() => Should.Throw<KafkaFaultException>(producer.Commit));
            fault.Fault.ShouldBe(KafkaFault.Unknown);
            fault.Message.ShouldContain(broker.Cluster.BootstrapServers);
        }

        using ITransactionalProducer heir = clients.CreateProducer("frozen");
        Polling.Until(() => TryInit(heir), "the transactional id");
        heir.Begin();
        heir.Send(partition, "k", "b");
        heir.Commit();
        // Either outcome is right; half of it would not be.
        clients.ReadAll(partition).Values.Where(value => value != "a").ShouldBe(["b"]);
    }

    [KafkaFact]
    public void records_that_cannot_be_flushed_are_nobodys_knowledge_either()
    {
        IKafkaClients clients = broker.Clients(Short);
        TopicPartition partition = new(broker.Cluster.CreateTopic("unflushed", 1), 0);
        using ITransactionalProducer producer = clients.CreateProducer("unflushed");
        producer.InitTransactions();
        producer.Begin();
        producer.Send(partition, "k", "a");
        producer.Flush();
        KafkaFaultException fault = WhileFrozen(() =>
        {
            producer.Send(partition, "k", "b");
            return Should.Throw<KafkaFaultException>(producer.Flush);
        });

        fault.Fault.ShouldBe(KafkaFault.Unknown);
    }

    [KafkaFact]
    public void questions_may_be_asked_again_when_the_broker_stands_still()
    {
        IKafkaClients clients = broker.Clients(Short);
        TopicPartition partition = new(broker.Cluster.CreateTopic("asked", 1), 0);
        using IClusterAdmin admin = clients.CreateAdmin();
        using Member member = Member.Join(clients, "asked-group", "one", [partition.Topic]);
        admin.EndOffsets([partition], uncommitted: true)[partition].ShouldBe(0);
        KafkaFaultException[] faults = WhileFrozen(() => new[]
        {
            Should.Throw<KafkaFaultException>(() => admin.EndOffsets([partition], uncommitted: true)),
            Should.Throw<KafkaFaultException>(() => admin.PartitionCount(partition.Topic)),
            Should.Throw<KafkaFaultException>(() => member.Consumer.Committed([partition])),
        });
        faults.ShouldAllBe(fault => fault.Fault == KafkaFault.Retriable);
        Polling.Until(() => TryAsk(admin, partition), "an answer"); // For those who come after.
    }

    [KafkaFact]
    public void a_cluster_that_is_not_there_is_a_passing_trouble()
    {
        int nobody = FreePorts.Take();
        Streams.Kafka.Clients.ConfluentClients clients = new(new() { BootstrapServers = $"127.0.0.1:{nobody}", CallTimeout = TimeSpan.FromMilliseconds(500) });
        using ITransactionalProducer producer = clients.CreateProducer("nobody");
        KafkaFaultException fault = Should.Throw<KafkaFaultException>(producer.InitTransactions);

        fault.Fault.ShouldBe(KafkaFault.Retriable);
        fault.Message.ShouldContain($"127.0.0.1:{nobody}");
    }

    private static bool TryInit(ITransactionalProducer producer)
    {
        try
        {
            producer.InitTransactions();
            return true;
        }
        catch (KafkaFaultException problem) when (problem.Fault == KafkaFault.Retriable)
        {
            return false;
        }
    }

    private static bool TryAsk(IClusterAdmin admin, TopicPartition partition)
    {
        try
        {
            return admin.EndOffsets([partition], uncommitted: true)[partition] == 0;
        }
        catch (KafkaFaultException problem) when (problem.Fault == KafkaFault.Retriable)
        {
            return false;
        }
    }

    private T WhileFrozen<T>(Func<T> action)
    {
        broker.Cluster.Brokers[0].Freeze();
        try
        {
            return action();
        }
        finally
        {
            broker.Cluster.Brokers[0].Thaw();
        }
    }
}
