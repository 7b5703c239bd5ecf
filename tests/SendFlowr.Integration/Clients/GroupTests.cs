using System.Diagnostics;
using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Clients;

[Collection(OneBrokerCollection.Name)]
public sealed class GroupTests(OneBroker broker)
{
    [KafkaFact]
    public void partitions_with_one_number_go_to_one_member()
    {
        IKafkaClients clients = broker.Clients();
        string[] topics = [broker.Cluster.CreateTopic("left", 3), broker.Cluster.CreateTopic("right", 3)];
        using Member first = Member.Join(clients, "copartitioned", "one", topics);
        using Member second = Member.Create(clients, "copartitioned", "two", topics);
        Polling.Until(() => first.Partitions.Count + second.Partitions.Count == 6 && second.Partitions.Count > 0, "partitions for both", first.Turn, second.Turn);

        foreach (Member member in new[] { first, second })
        {
            int[] left = [.. member.Partitions.Where(partition => partition.Topic == topics[0]).Select(partition => partition.Partition).Order()];
            int[] right = [.. member.Partitions.Where(partition => partition.Topic == topics[1]).Select(partition => partition.Partition).Order()];
            left.ShouldBe(right);
            left.Length.ShouldBeGreaterThan(0);
        }

        first.Told.ShouldBe(["assigned", "revoked", "assigned"]);
    }

    [KafkaFact]
    public void a_static_member_that_comes_back_gets_its_partitions_and_disturbs_nobody()
    {
        IKafkaClients clients = broker.Clients();
        string topic = broker.Cluster.CreateTopic("static", 4);
        using Member stays = Member.Join(clients, "static-group", "one", [topic]);
        HashSet<TopicPartition> had;
        using (Member leaves = Member.Create(clients, "static-group", "two", [topic]))
        {
            Polling.Until(() => stays.Partitions.Count == 2 && leaves.Partitions.Count == 2, "two partitions each", stays.Turn, leaves.Turn);
            had = leaves.Partitions;
            leaves.Consumer.Close();
            leaves.Told[^1].ShouldBe("revoked");
        }

        stays.Told.Clear();
        using Member back = Member.Create(clients, "static-group", "two", [topic]);
        Polling.Until(() => back.Partitions.Count > 0, "partitions of the member that came back", back.Turn, stays.Turn);

        back.Partitions.ShouldBe(had, ignoreOrder: true);
        stays.Told.ShouldBeEmpty();
    }

    /// <summary>A member that closes while the group is being shared out must not wait for that.</summary>
    [KafkaFact]
    public async Task members_that_come_and_go_all_the_time_never_wait_for_the_group()
    {
        const int rounds = 25;
        IKafkaClients clients = broker.Clients();
        string[] topics = [broker.Cluster.CreateTopic("comers", 8), broker.Cluster.CreateTopic("goers", 8)];
        string[] names = ["one", "two", "three"];
        await Task.WhenAll(names.Select((name, index) => Task.Factory.StartNew(() => ComeAndGo(name, new Random(index)), TaskCreationOptions.LongRunning)));

        void ComeAndGo(string name, Random random)
        {
            for (int round = 0; round < rounds; round++)
            {
                Member member = Member.Create(clients, "comers-group", name, topics);
                for (int turns = random.Next(20); turns > 0; turns--)
                {
                    member.Turn();
                }

                long start = Stopwatch.GetTimestamp();
                member.Consumer.Close();
                member.Dispose();
                Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(5), $"{name} in round {round}");
            }
        }
    }

    [KafkaFact]
    public void a_second_process_with_the_same_name_fences_the_first()
    {
        IKafkaClients clients = broker.Clients();
        string topic = broker.Cluster.CreateTopic("twins", 1);
        using Member first = Member.Join(clients, "twins-group", "one", [topic]);
        using Member second = Member.Create(clients, "twins-group", "one", [topic]);
        Polling.Until(() => second.Partitions.Count > 0, "the second's partitions", second.Turn);
        KafkaFaultException fault = Should.Throw<KafkaFaultException>(() => Polling.Until(() => false, "the fault", first.Turn));

        fault.Fault.ShouldBe(KafkaFault.Fenced);
        fault.Message.ShouldContain("'one' of the group 'twins-group'");
    }

    [KafkaFact]
    public void delivery_begins_where_the_listener_says_and_goes_on_where_it_is_sought()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("seek", 1), 0);
        clients.Write(partition, "a", "b", "c", "d");
        using Member member = Member.Create(clients, "seek-group", "one", [partition.Topic]);
        member.StartOf = _ => 2;
        Polling.Until(() => member.List.Records.Count == 2, "the last two records", member.Turn);
        member.List.Values.ShouldBe(["c", "d"]);
        member.Consumer.Seek(new(partition, 1));
        Polling.Until(() => member.List.Records.Count == 5, "three records again", member.Turn);

        member.List.Values.ShouldBe(["c", "d", "b", "c", "d"]);
    }

    [KafkaTheory]
    [InlineData(1, 2)]
    [InlineData(50, 3)]
    public void a_place_that_is_not_there_is_told_and_seeking_goes_on(long place, long sought)
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("lost", 1), 0);
        clients.Write(partition, "a", "b", "c", "d");
        broker.Cluster.DeleteRecords(partition.Topic, 0, 2);
        using Member member = Member.Create(clients, $"lost-group-{place}", "one", [partition.Topic]);
        member.StartOf = _ => place;
        Polling.Until(() => member.List.Lost.Contains(partition), "the lost place", member.Turn);
        member.List.Records.ShouldBeEmpty();
        member.Consumer.SeekAll([new(partition, sought)]);
        Polling.Until(() => member.List.Ends.ContainsKey(partition), "the end", member.Turn);
        member.List.Lost.Count.ShouldBe(1);
        member.List.Values.ShouldBe(new[] { "a", "b", "c", "d" }.Skip((int)sought));
        member.Consumer.Seek(new(partition, 3));
        int before = member.List.Records.Count;
        Polling.Until(() => member.List.Records.Count > before, "the last record", member.Turn);

        member.List.Values.Last().ShouldBe("d");
        member.Told.ShouldBe(["assigned"]);
    }

    /// <summary>The place an abort goes back to is sought right after the assignment was taken.</summary>
    [KafkaFact]
    public void a_partition_can_be_sought_as_soon_as_it_is_assigned()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("early", 1), 0);
        clients.Write(partition, "a", "b", "c");
        using Member member = Member.Create(clients, "early-group", "one", [partition.Topic]);
        Polling.Until(() => member.Partitions.Count > 0, "partitions", () => member.Consumer.Poll(1, TimeSpan.Zero, member.List));
        member.Consumer.Seek(new(partition, 2));
        int before = member.List.Records.Count;
        Polling.Until(() => member.List.Records.Count > before, "the last record", member.Turn);

        member.List.Values.Skip(before).ShouldBe(["c"]);
    }

    [KafkaFact]
    public void a_partition_that_stays_can_be_sought_right_after_a_rebalance()
    {
        IKafkaClients clients = broker.Clients();
        string topic = broker.Cluster.CreateTopic("stays", 2);
        clients.Write(new(topic, 0), "a", "b", "c");
        using Member first = Member.Join(clients, "stays-group", "one", [topic]);
        Polling.Until(() => first.List.Records.Count == 3, "three records", first.Turn);
        using Member second = Member.Create(clients, "stays-group", "two", [topic]);
        first.Told.Clear();
        Polling.Until(() => first.Told.Contains("assigned"), "the second assignment", second.Turn, () => first.Consumer.Poll(1, TimeSpan.Zero, first.List));
        first.Consumer.Seek(new(new(topic, 0), 2));
        int before = first.List.Records.Count;
        Polling.Until(() => first.List.Records.Count > before, "the last record", first.Turn);

        first.List.Values.Skip(before).ShouldBe(["c"]);
    }

    [KafkaFact]
    public void a_poll_delivers_no_more_than_it_is_asked_for()
    {
        IKafkaClients clients = broker.Clients();
        TopicPartition partition = new(broker.Cluster.CreateTopic("limit", 1), 0);
        clients.Write(partition, [.. Enumerable.Range(0, 100).Select(number => $"{number}")]);
        using Member member = Member.Create(clients, "limit-group", "one", [partition.Topic]);
        int most = 0;
        Polling.Until(() => member.List.Records.Count == 100, "all records", () =>
            most = Math.Max(most, member.Consumer.Poll(7, TimeSpan.FromMilliseconds(20), member.List)));

        most.ShouldBe(7);
        member.List.Values.ShouldBe(Enumerable.Range(0, 100).Select(number => $"{number}"));
    }

    [KafkaFact]
    public void what_a_listener_throws_comes_out_of_the_poll()
    {
        IKafkaClients clients = broker.Clients();
        string topic = broker.Cluster.CreateTopic("thrown", 1);
        using Member member = Member.Create(clients, "thrown-group", "one", [topic]);
        member.OnTold = told => throw new InvalidOperationException($"refused when {told}");

        Should.Throw<InvalidOperationException>(() => Polling.Until(() => false, "the exception", member.Turn)).Message.ShouldBe("refused when assigned");
        Should.Throw<InvalidOperationException>(member.Consumer.Close).Message.ShouldBe("refused when revoked");
    }

    [KafkaFact]
    public void a_member_is_one_only_after_it_has_joined()
    {
        IKafkaClients clients = broker.Clients();
        string topic = broker.Cluster.CreateTopic("metadata", 1);
        using Member member = Member.Create(clients, "metadata-group", null, [topic]);
        member.Consumer.Metadata.IsMember.ShouldBeFalse();
        Polling.Until(() => member.Partitions.Count > 0, "partitions", member.Turn);

        member.Consumer.Metadata.IsMember.ShouldBeTrue();
    }

    [KafkaFact]
    public void a_topic_that_is_missing_is_told()
    {
        IKafkaClients clients = broker.Clients(properties: ("topic.metadata.propagation.max.ms", "100"));
        using Member member = Member.Create(clients, "missing-group", "one", ["no-such-topic"]);
        KafkaFaultException fault = Should.Throw<KafkaFaultException>(() => Polling.Until(() => false, "the fault", member.Turn));

        fault.Fault.ShouldBe(KafkaFault.Missing);
        fault.Message.ShouldContain("no-such-topic");
        fault.Message.ShouldContain("Create the topic");
    }
}
