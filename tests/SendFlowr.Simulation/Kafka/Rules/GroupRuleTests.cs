using SendFlowr.Simulation.Kafka.Clients;
using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Rules;

/// <summary>The model does with groups and their offsets what brokers do.</summary>
public class GroupRuleTests
{
    private readonly Bench _bench = new();
    private readonly Collector _first = new();
    private readonly Collector _second = new();

    [Fact]
    public void range_gives_the_same_partitions_of_all_topics_to_the_same_member()
    {
        Dictionary<string, List<TopicPartition>> assignment = RangeAssignor.Assign(
            [("m2", "w1", ["a", "b"]), ("m1", "w2", ["a", "b"]), ("m3", "w3", ["a", "b"])], topic => topic == "a" ? 4 : 2);
        string.Join(' ', assignment["m2"]).ShouldBe("a-0 a-1 b-0");
        string.Join(' ', assignment["m1"]).ShouldBe("a-2 b-1");
        string.Join(' ', assignment["m3"]).ShouldBe("a-3");
    }

    [Fact]
    public void a_second_member_makes_the_first_give_up_all_and_both_get_their_share()
    {
        IGroupConsumer one = Bench.Join(_bench.Process("w1"), "w1", _first);
        _bench.Poll(1000, (one, _first));
        IGroupConsumer two = Bench.Join(_bench.Process("w2"), "w2", _second);
        _bench.Poll(3000, (one, _first), (two, _second));
        _first.Changes.ShouldBe(["+a-0 a-1 b-0 b-1", "-a-0 a-1 b-0 b-1", "+a-0 b-0"]);
        _second.Changes.ShouldBe(["+a-1 b-1"]);
    }

    [Fact]
    public void a_static_member_that_comes_back_in_time_disturbs_nobody_and_fences_who_it_was()
    {
        IGroupConsumer one = Bench.Join(_bench.Process("w1"), "w1", _first);
        IGroupConsumer two = Bench.Join(_bench.Process("w2"), "w2", _second);
        _bench.Poll(3000, (one, _first), (two, _second));
        int generation = _bench.Cluster.Groups.Group(Bench.Group).Generation;
        int changes = _first.Changes.Count;
        var returned = new Collector();
        IGroupConsumer again = Bench.Join(_bench.Process("w2 again"), "w2", returned);
        _bench.Poll(500, (one, _first), (again, returned));
        returned.Changes.ShouldBe(["+a-1 b-1"]);
        _first.Changes.Count.ShouldBe(changes);
        _bench.Cluster.Groups.Group(Bench.Group).Generation.ShouldBe(generation);
        _bench.Cluster.Time.Advance(1500);
        Bench.FaultOf(() => two.Poll(1, TimeSpan.Zero, _second)).ShouldBe(KafkaFault.Fenced);
    }

    [Fact]
    public void closing_a_static_member_leaves_its_partitions_alone_until_its_session_ends()
    {
        IGroupConsumer one = Bench.Join(_bench.Process("w1"), "w1", _first);
        IGroupConsumer two = Bench.Join(_bench.Process("w2"), "w2", _second);
        _bench.Poll(3000, (one, _first), (two, _second));
        int changes = _first.Changes.Count;
        two.Close();
        _second.Changes[^1].ShouldBe("-a-1 b-1");
        _bench.Poll(4000, (one, _first));
        _first.Changes.Count.ShouldBe(changes);
        _bench.Poll(5000, (one, _first));
        _first.Changes[^1].ShouldBe("+a-0 a-1 b-0 b-1");
    }

    [Fact]
    public void closing_a_dynamic_member_hands_its_partitions_over_at_once()
    {
        IGroupConsumer one = Bench.Join(_bench.Process("w1"), null, _first);
        IGroupConsumer two = Bench.Join(_bench.Process("w2"), null, _second);
        _bench.Poll(3000, (one, _first), (two, _second));
        two.Close();
        _bench.Poll(2500, (one, _first));
        _first.Changes[^1].ShouldBe("+a-0 a-1 b-0 b-1");
    }

    [Fact]
    public void a_process_that_stood_still_too_long_goes_on_with_what_it_had_until_it_is_told()
    {
        SimulatedProcess process = _bench.Process("w1");
        IGroupConsumer one = Bench.Join(process, "w1", _first);
        IGroupConsumer two = Bench.Join(_bench.Process("w2"), "w2", _second);
        _bench.Poll(3000, (one, _first), (two, _second));
        process.IsStopped = true;
        _bench.Poll(9000, (two, _second));
        _second.Changes[^1].ShouldBe("+a-0 a-1 b-0 b-1");
        process.IsStopped = false;
        one.Metadata.IsMember.ShouldBeTrue();
        _first.Changes[^1].ShouldBe("+a-0 b-0");
        _bench.Cluster.Time.Advance(1000);
        one.Metadata.IsMember.ShouldBeFalse();
        _first.Changes[^1].ShouldBe("+a-0 b-0");
        one.Poll(1, TimeSpan.Zero, _first);
        _first.Changes[^1].ShouldBe("!a-0 b-0");
    }

    [Fact]
    public void who_does_not_poll_in_time_forgets_who_it_is_before_it_knows()
    {
        IGroupConsumer one = Bench.Join(_bench.Process("w1"), null, _first);
        _bench.Poll(1000, (one, _first));
        _bench.Cluster.Time.Advance(_bench.Cluster.Settings.MaxPollMilliseconds + 2000);
        one.Metadata.IsMember.ShouldBeFalse();
        _bench.Cluster.Groups.Group(Bench.Group).Members.ShouldBeEmpty();
        one.Poll(1, TimeSpan.Zero, _first);
        _first.Changes[^1].ShouldBe("!a-0 a-1 b-0 b-1");
    }

    [Fact]
    public void offsets_of_a_member_that_missed_a_rebalance_are_refused()
    {
        SimulatedProcess process = _bench.Process("w1");
        IGroupConsumer one = Bench.Join(process, "w1", _first);
        _bench.Poll(1000, (one, _first));
        IGroupMetadata old = one.Metadata;
        IGroupConsumer two = Bench.Join(_bench.Process("w2"), "w2", _second);
        _bench.Poll(3000, (one, _first), (two, _second));
        CommitAs(old).ShouldBe(KafkaFault.Fenced);
        CommitAs(one.Metadata).ShouldBeNull();
    }

    [Fact]
    public void a_member_that_is_about_to_give_up_may_still_commit()
    {
        KafkaFault? fault = KafkaFault.Permanent;
        IGroupConsumer one = Bench.Join(_bench.Process("w1"), "w1", _first);
        _bench.Poll(1000, (one, _first));
        _first.OnRevoked = () => fault = CommitAs(one.Metadata);
        IGroupConsumer two = Bench.Join(_bench.Process("w2"), "w2", _second);
        _bench.Poll(3000, (one, _first), (two, _second));
        fault.ShouldBeNull();
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("w1", KafkaFault.Fenced)]
    public void offsets_of_an_empty_member_are_taken_unfenced_unless_they_name_an_instance(string? instance, object? fault)
    {
        IGroupConsumer one = Bench.Join(_bench.Process("w1"), "w1", _first);
        _bench.Poll(1000, (one, _first));
        CommitAs(new SimulatedMembership(Bench.Group, "", instance, -1)).ShouldBe((KafkaFault?)fault);
    }

    [Fact]
    public void a_successor_waits_for_offsets_that_a_transaction_is_about_to_commit()
    {
        var bench = new Bench(new ClusterSettings { MarkerDelay = () => 800 });
        IGroupConsumer one = Bench.Join(bench.Process("w1"), "w1", _first);
        bench.Poll(1000, (one, _first));
        ITransactionalProducer producer = bench.Producer(bench.Process("w1"));
        producer.Begin();
        producer.SendOffsets([new TopicPartitionOffset(Bench.A0, 7)], one.Metadata);
        producer.Commit();
        one.Committed([Bench.A1])[Bench.A1].ShouldBeNull();
        long asked = bench.Cluster.Time.NowMilliseconds;
        one.Committed([Bench.A0])[Bench.A0].ShouldBe(7);
        (bench.Cluster.Time.NowMilliseconds - asked).ShouldBeGreaterThanOrEqualTo(800);
    }

    [Fact]
    public void a_successor_gives_up_when_offsets_stay_undecided_and_none_are_kept_of_an_aborted_transaction()
    {
        IGroupConsumer one = Bench.Join(_bench.Process("w1"), "w1", _first);
        _bench.Poll(1000, (one, _first));
        ITransactionalProducer producer = _bench.Producer(_bench.Process("w1"));
        producer.Begin();
        producer.SendOffsets([new TopicPartitionOffset(Bench.A0, 7)], one.Metadata);
        Bench.FaultOf(() => one.Committed([Bench.A0])).ShouldBe(KafkaFault.Retriable);
        producer.Abort();
        _bench.Cluster.Time.Advance(10);
        one.Committed([Bench.A0])[Bench.A0].ShouldBeNull();
    }

    [Fact]
    public void a_process_that_is_cut_off_gets_nothing_and_loses_its_membership()
    {
        _bench.Cluster.Log(Bench.A0).Append(new SentRecord([1], "x"u8.ToArray(), 1));
        SimulatedProcess process = _bench.Process("w1");
        IGroupConsumer one = Bench.Join(process, "w1", _first);
        process.IsCut = true;
        _bench.Poll(1000, (one, _first));
        _first.Changes.ShouldBeEmpty();
        process.IsCut = false;
        _bench.Poll(1000, (one, _first));
        _first.Values.ShouldBe(["x"]);
        _first.Ends[Bench.A0].ShouldBe(1);
        process.IsCut = true;
        _bench.Poll(8000, (one, _first));
        _bench.Cluster.Groups.ExpiredSessions.ShouldBe(1);
        Bench.FaultOf(() => one.Committed([Bench.A0])).ShouldBe(KafkaFault.Retriable);
    }

    private KafkaFault? CommitAs(IGroupMetadata member)
    {
        ITransactionalProducer producer = _bench.Producer(_bench.Process("w1"));
        producer.Begin();
        try
        {
            producer.SendOffsets([new TopicPartitionOffset(Bench.A0, 1)], member);
            producer.Commit();
            return null;
        }
        catch (KafkaFaultException fault)
        {
            return fault.Fault;
        }
    }
}
