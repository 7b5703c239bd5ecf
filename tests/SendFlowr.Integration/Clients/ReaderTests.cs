using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Clients;

[Collection(OneBrokerCollection.Name)]
public sealed class ReaderTests(OneBroker broker)
{
    [KafkaFact]
    public void the_end_lies_behind_control_records_and_aborted_ones()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("end", 1), 0);
        using ITransactionalProducer producer = clients.CreateProducer("end");
        producer.InitTransactions();
        producer.Begin();
        producer.Send(partition, "k", "kept");
        producer.Commit();
        producer.Begin();
        producer.Send(partition, "k", "undone");
        producer.Flush();
        producer.Abort();

        RecordList list = clients.ReadAll(partition);
        list.Values.ShouldBe(["kept"]);
        list.Ends[partition].ShouldBe(4);
        using IClusterAdmin admin = clients.CreateAdmin();
        admin.EndOffsets([partition], uncommitted: true)[partition].ShouldBe(4);
    }

    [KafkaFact]
    public void an_empty_partition_has_an_end_as_well()
    {
        IKafkaClients clients = broker.Clients();
        string topic = broker.Cluster.CreateTopic("empty", 2);

        clients.ReadAll(new(topic, 0), new(topic, 1)).Ends.Values.ShouldBe([0, 0]);
    }

    [KafkaFact]
    public void a_place_before_the_start_is_told_and_an_assignment_mends_it()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("start", 1), 0);
        clients.Write(partition, "a", "b", "c");
        broker.Cluster.DeleteRecords(partition.Topic, 0, 2);
        using ITopicReader reader = clients.CreateReader(isExact: true);
        RecordList list = new();
        void Turn() => reader.Poll(100, TimeSpan.FromMilliseconds(20), list);
        reader.Assign([new(partition, 1)]);
        Polling.Until(() => list.Lost.Contains(partition), "the lost place", Turn);
        list.Records.ShouldBeEmpty();
        reader.Assign([new(partition, 2)]);
        Polling.Until(() => list.Ends.ContainsKey(partition), "the end", Turn);
        list.Values.ShouldBe(["c"]);
    }

    [KafkaFact]
    public void for_who_is_not_exact_a_place_before_the_start_means_the_start()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("start", 1), 0);
        clients.Write(partition, "a", "b", "c");
        broker.Cluster.DeleteRecords(partition.Topic, 0, 2);

        clients.ReadAll(partition).Values.ShouldBe(["c"]);
    }

    [KafkaFact]
    public void a_new_assignment_replaces_the_last_one()
    {
        IKafkaClients clients = broker.Clients();
        string topic = broker.Cluster.CreateTopic("assign", 2);
        TopicPartition first = new(topic, 0);
        TopicPartition second = new(topic, 1);
        clients.Write(first, "a", "b");
        clients.Write(second, "c", "d");
        using ITopicReader reader = clients.CreateReader();
        RecordList list = new();
        void Turn() => reader.Poll(1, TimeSpan.FromMilliseconds(20), list);
        reader.Assign([new(first, 0)]);
        Polling.Until(() => list.Records.Count == 1, "the first record", Turn);
        reader.Assign([new(second, 1)]);
        Polling.Until(() => list.Ends.ContainsKey(second), "the second partition's end", Turn);

        list.Values.ShouldBe(["a", "d"]);
    }

    [KafkaFact]
    public void what_comes_later_is_delivered_and_the_end_is_told_again()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("later", 1), 0);
        using ITopicReader reader = clients.CreateReader();
        RecordList list = new();
        void Turn() => reader.Poll(100, TimeSpan.FromMilliseconds(20), list);
        reader.Assign([new(partition, 0)]);
        Polling.Until(() => list.Ends.GetValueOrDefault(partition, -1) == 0, "the end of nothing", Turn);
        clients.Write(partition, "a", "b");
        Polling.Until(() => list.Ends[partition] == 3, "the end after the control record", Turn);

        list.Values.ShouldBe(["a", "b"]);
    }
}
