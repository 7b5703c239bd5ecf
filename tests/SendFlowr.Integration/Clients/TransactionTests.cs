using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Clients;

[Collection(OneBrokerCollection.Name)]
public sealed class TransactionTests(OneBroker broker)
{
    [KafkaFact]
    public void a_committed_transaction_is_read_and_an_aborted_one_is_not()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("commit", 1), 0);
        using ITransactionalProducer producer = clients.CreateProducer("commit");
        producer.InitTransactions();
        producer.Begin();
        producer.Send(partition, "k", "first");
        producer.Flush();
        producer.Commit();
        producer.Begin();
        producer.Send(partition, "k", "undone");
        producer.Flush();
        producer.Abort();
        producer.Begin();
        producer.Send(partition, "k", "second");
        producer.Commit();

        clients.ReadAll(partition).Values.ShouldBe(["first", "second"]);
    }

    [KafkaFact]
    public void keys_values_times_and_tombstones_arrive_as_they_were_sent()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("fields", 3), 2);
        using (ITransactionalProducer producer = clients.CreateProducer("fields"))
        {
            producer.InitTransactions();
            producer.Begin();
            producer.Send(partition, "key", "value", timestamp: 1_600_000_000_001);
            producer.Send(partition, "key", null, timestamp: 1_600_000_000_002);
            producer.Send(partition, "key", "", timestamp: 1_600_000_000_003);
            producer.Send(partition, "", new string('x', 100_000), timestamp: 1_600_000_000_004);
            producer.Commit();
        }

        clients.ReadAll(partition).Records.ShouldBe(
        [
            new(partition, 0, 1_600_000_000_001, "key", "value", IsTombstone: false),
            new(partition, 1, 1_600_000_000_002, "key", "", IsTombstone: true),
            new(partition, 2, 1_600_000_000_003, "key", "", IsTombstone: false),
            new(partition, 3, 1_600_000_000_004, "", new string('x', 100_000), IsTombstone: false),
        ]);
    }
}
