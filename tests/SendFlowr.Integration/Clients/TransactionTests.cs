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
    public void a_record_that_its_broker_refuses_fails_the_flush_of_a_producer_without_transactions()
    {
        TopicPartition partition = new(broker.Cluster.CreateTopic("refused", 1, ("max.message.bytes", "1000")), 0);
        IKafkaClients clients = broker.Clients();
        byte[] large = new byte[10_000];
        new Random(1).NextBytes(large);
        using IPlainProducer producer = clients.CreatePlainProducer();
        producer.Send(partition, "k"u8, "v"u8, isTombstone: false, 1_700_000_000_000);
        producer.Flush();
        producer.Send(partition, "k"u8, large, isTombstone: false, 1_700_000_000_000);
        Should.Throw<KafkaFaultException>(producer.Flush).Fault.ShouldBe(KafkaFault.Permanent);
        clients.ReadAll(partition).Values.ShouldBe(["v"]);
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

    [KafkaFact]
    public void offsets_are_committed_with_the_transaction_and_not_without_it()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("offsets", 1), 0);
        clients.Write(partition, "a", "b", "c");
        using Member member = Member.Join(clients, "offsets-group", "one", [partition.Topic]);
        member.Consumer.Committed([partition]).ShouldBe(new Dictionary<TopicPartition, long?> { [partition] = null });
        using ITransactionalProducer producer = clients.CreateProducer("offsets");
        producer.InitTransactions();
        producer.Begin();
        producer.SendOffsets([new(partition, 1)], member.Consumer.Metadata);
        producer.Abort();
        member.Consumer.Committed([partition])[partition].ShouldBeNull();
        producer.Begin();
        producer.SendOffsets([new(partition, 2)], member.Consumer.Metadata);
        producer.Commit();

        member.Consumer.Committed([partition])[partition].ShouldBe(2);
    }

    [KafkaFact]
    public void whoever_takes_a_transactional_id_over_fences_the_last_holder_and_undoes_what_it_left_open()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("zombie", 1), 0);
        using ITransactionalProducer zombie = clients.CreateProducer("zombie");
        zombie.InitTransactions();
        zombie.Begin();
        zombie.Send(partition, "k", "zombie");
        zombie.Flush();
        using ITransactionalProducer heir = clients.CreateProducer("zombie");
        heir.InitTransactions();
        KafkaFaultException fault = Should.Throw<KafkaFaultException>(zombie.Commit);
        fault.Fault.ShouldBe(KafkaFault.Fenced);
        fault.Message.ShouldContain("'zombie'");
        fault.Message.ShouldContain("Another process has taken this name over");
        heir.Begin();
        heir.Send(partition, "k", "heir");
        heir.Commit();

        clients.ReadAll(partition).Values.ShouldBe(["heir"]);
    }

    [KafkaFact]
    public void offsets_of_a_generation_that_is_over_are_refused()
    {
        IKafkaClients clients = broker.Clients();
        string topic = broker.Cluster.CreateTopic("generation", 2);
        using Member first = Member.Join(clients, "generation-group", "one", [topic]);
        IGroupMetadata old = first.Consumer.Metadata;
        using Member second = Member.Create(clients, "generation-group", "two", [topic]);
        Polling.Until(() => first.Partitions.Count == 1 && second.Partitions.Count == 1, "one partition each", first.Turn, second.Turn);
        using ITransactionalProducer producer = clients.CreateProducer("generation");
        producer.InitTransactions();
        producer.Begin();

        Should.Throw<KafkaFaultException>(() => producer.SendOffsets([new(new(topic, 0), 1)], old)).Fault.ShouldBe(KafkaFault.Fenced);
        producer.Abort();
        producer.Begin();
        producer.SendOffsets([new(new(topic, 0), 1)], first.Consumer.Metadata);
        producer.Commit();
    }

    [KafkaFact]
    public void a_record_that_its_broker_refuses_undoes_its_transaction_and_not_the_producer()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("refused", 1, ("max.message.bytes", "1000")), 0);
        using ITransactionalProducer producer = clients.CreateProducer("refused");
        producer.InitTransactions();
        producer.Begin();
        producer.Send(partition, "k", Noise(5000));
        producer.Flush();
        KafkaFaultException fault = Should.Throw<KafkaFaultException>(producer.Commit);
        fault.Fault.ShouldBe(KafkaFault.Permanent);
        fault.Message.ShouldContain("max.message.bytes");
        producer.Abort();
        // The refused record has used up a sequence number, which librdkafka notices with the next transaction only.
        Polling.Until(() => TryWrite(producer, partition, "small"), "a transaction of small records");

        clients.ReadAll(partition).Values.ShouldBe(["small"]);
    }

    [KafkaFact]
    public void a_record_larger_than_any_message_is_refused_at_once()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("large", 1), 0);
        using ITransactionalProducer producer = clients.CreateProducer("large");
        producer.InitTransactions();
        producer.Begin();
        KafkaFaultException fault = Should.Throw<KafkaFaultException>(() => producer.Send(partition, "k", new string('x', 2_000_000)));

        fault.Fault.ShouldBe(KafkaFault.Permanent);
        fault.Message.ShouldContain(partition.Topic);
        fault.Message.ShouldContain("message.max.bytes");
        fault.Message.ShouldNotContain("xxx");
        producer.Abort();
    }

    [KafkaFact]
    public void a_full_queue_is_waited_for()
    {
        IKafkaClients clients = broker.Clients(properties: ("queue.buffering.max.messages", "100"));
        TopicPartition partition = new(broker.Cluster.CreateTopic("queue", 1), 0);
        string[] values = [.. Enumerable.Range(0, 2000).Select(number => $"{number}")];
        clients.Write(partition, values);

        clients.ReadAll(partition).Values.ShouldBe(values);
    }

    private static bool TryWrite(ITransactionalProducer producer, TopicPartition partition, string value)
    {
        try
        {
            producer.Begin();
            producer.Send(partition, "k", value);
            producer.Commit();
            return true;
        }
        catch (KafkaFaultException problem) when (problem.Fault == KafkaFault.Abortable)
        {
            producer.Abort();
            return false;
        }
    }

    /// <summary>Text that does not compress below its limit.</summary>
    private static string Noise(int length)
    {
        Random random = new(7);
        return string.Create(length, random, static (text, source) =>
        {
            foreach (ref char letter in text)
            {
                letter = (char)source.Next('!', '~');
            }
        });
    }
}
