using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Topics;

namespace SendFlowr.Integration.Clients;

[Collection(OneBrokerCollection.Name)]
public sealed class AdminTests(OneBroker broker)
{
    [KafkaFact]
    public void an_open_transaction_lies_before_one_end_and_behind_the_other()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("open", 1), 0);
        clients.Write(partition, "a");
        using ITransactionalProducer producer = clients.CreateProducer("open");
        producer.InitTransactions();
        producer.Begin();
        producer.Send(partition, "k", "b");
        producer.Send(partition, "k", "c");
        producer.Flush();
        using IClusterAdmin admin = clients.CreateAdmin();

        admin.EndOffsets([partition], uncommitted: true)[partition].ShouldBe(4);
        admin.EndOffsets([partition], uncommitted: false)[partition].ShouldBe(2);
        producer.Abort();
    }

    [KafkaFact]
    public void starts_follow_retention()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("starts", 1), 0);
        clients.Write(partition, "a", "b", "c");
        broker.Cluster.DeleteRecords(partition.Topic, 0, 2);
        using IClusterAdmin admin = clients.CreateAdmin();

        admin.StartOffsets([partition])[partition].ShouldBe(2);
    }

    [KafkaFact]
    public void a_time_leads_to_its_first_record_or_to_the_end()
    {
        IKafkaClients clients = broker.Clients();
        string topic = broker.Cluster.CreateTopic("times", 2);
        TopicPartition partition = new(topic, 0);
        TopicPartition empty = new(topic, 1);
        using (ITransactionalProducer producer = clients.CreateProducer("times"))
        {
            producer.InitTransactions();
            producer.Begin();
            producer.Send(partition, "k", "a", 1_000);
            producer.Send(partition, "k", "b", 2_000);
            producer.Send(partition, "k", "c", 3_000);
            producer.Commit();
        }

        using IClusterAdmin admin = clients.CreateAdmin();
        Polling.Until(() => admin.EndOffsets([partition], uncommitted: false)[partition] == 4, "the marker of the commit");
        admin.OffsetsAt([partition, empty], 0).ShouldBe(new Dictionary<TopicPartition, long> { [partition] = 0, [empty] = 0 });
        admin.OffsetsAt([partition], 1_001)[partition].ShouldBe(1);
        admin.OffsetsAt([partition], 3_000)[partition].ShouldBe(2);
        // The marker has the time of the commit, which is later than any record.
        admin.OffsetsAt([partition], long.MaxValue / 2)[partition].ShouldBe(4);
    }

    [KafkaFact]
    public void a_topic_has_its_partitions_and_a_missing_one_none()
    {
        using IClusterAdmin admin = broker.Clients().CreateAdmin();
        string topic = broker.Cluster.CreateTopic("count", 5);

        admin.PartitionCount(topic).ShouldBe(5);
        admin.PartitionCount("no-such-topic").ShouldBeNull();
    }

    [KafkaFact]
    public void a_topic_that_is_made_anew_has_another_id()
    {
        using IClusterAdmin admin = broker.Clients().CreateAdmin();
        using SendFlowr.Streams.Kafka.Engine.KafkaCluster cluster = new(broker.Cluster.BootstrapServers, new Dictionary<string, string>());
        TopicSpec topic = new("anew", 1, new Dictionary<string, string>());
        cluster.Create([topic]);
        Polling.Until(() => admin.Find([topic.Name]).Count == 1, "the topic");
        Guid id = admin.Find([topic.Name, "no-such-topic"]).Single().Value.Id;
        id.ShouldNotBe(Guid.Empty);
        cluster.FindMissing([topic]).ShouldBeEmpty();
        cluster.Delete([topic.Name]);
        Polling.Until(() => admin.Find([topic.Name]).Count == 0, "the topic is gone");
        cluster.FindMissing([topic]).ShouldBe([topic]);
        cluster.Create([topic]);
        Polling.Until(() => admin.Find([topic.Name]).Count == 1, "the topic is back");
        admin.Find([topic.Name])[topic.Name].Id.ShouldNotBe(id);
    }

    [KafkaFact]
    public void a_missing_partition_is_named()
    {
        using IClusterAdmin admin = broker.Clients().CreateAdmin();
        KafkaFaultException fault = Should.Throw<KafkaFaultException>(() => admin.EndOffsets([new("no-such-topic", 0)], uncommitted: true));

        fault.Fault.ShouldBe(KafkaFault.Missing, fault.Message);
        fault.Message.ShouldContain("no-such-topic");
        fault.Message.ShouldContain("Create the topic");
    }

    [KafkaFact]
    public void nothing_is_asked_about_no_partitions()
    {
        using IClusterAdmin admin = broker.Clients().CreateAdmin();

        admin.EndOffsets([], uncommitted: true).ShouldBeEmpty();
    }
}
