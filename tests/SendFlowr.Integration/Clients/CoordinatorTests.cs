using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Clients;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Clients;

public sealed class CoordinatorTests
{
    private const int Partitions = 9;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A client that has learned that a broker is gone, and remembers it as the coordinator of a group, may add offsets to a transaction for ever
    /// (librdkafka's issue 5511). By their names groups and transactions lie on all brokers, so some have the one on the broker that goes and the other elsewhere.
    /// </summary>
    [KafkaFact]
    public void offsets_whose_coordinator_is_gone_hold_nobody_up()
    {
        using KafkaCluster cluster = KafkaCluster.Start(3);
        ConfluentClients clients = new(new KafkaClientOptions { BootstrapServers = cluster.BootstrapServers, CallTimeout = Limit });
        string topic = cluster.CreateTopic("gone", Partitions);
        List<(Member Member, ITransactionalProducer Producer)> pairs = [];
        for (int i = 0; i < 9; i++)
        {
            Member member = Member.Join(clients, $"group-{i}", "one", [topic]);
            ITransactionalProducer producer = clients.CreateProducer($"transaction-{i}");
            producer.InitTransactions();
            Commit(producer, member);
            pairs.Add((member, producer));
        }

        cluster.Brokers[2].Kill();
        Task[] commits = [.. pairs.Select(pair => Task.Factory.StartNew(() => CommitOrFail(pair.Producer, pair.Member), TaskCreationOptions.LongRunning))];

        Task.WaitAll(commits, 4 * (Limit + ClientParts.MostLate)).ShouldBeTrue("a producer is held up");
        pairs.ForEach(pair =>
        {
            pair.Producer.Dispose();
            pair.Member.Dispose();
        });
    }

    private static void CommitOrFail(ITransactionalProducer producer, Member member)
    {
        try
        {
            Commit(producer, member);
        }
        catch (KafkaFaultException)
        {
            // To be tried again by another producer: what counts is that it says so.
        }
    }

    /// <summary>The records make the client ask who leads their partitions, and so learn which brokers there are.</summary>
    private static void Commit(ITransactionalProducer producer, Member member)
    {
        producer.Begin();
        foreach (TopicPartition partition in member.Partitions)
        {
            producer.Send(partition, "k", "v");
        }

        producer.Flush();
        producer.SendOffsets([.. member.Partitions.Select(partition => new TopicPartitionOffset(partition, 1))], member.Consumer.Metadata);
        producer.Commit();
    }
}
