using SendFlowr.Simulation.Kafka.Clients;
using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Rules;

/// <summary>The model does with transactions what brokers do.</summary>
public class TransactionRuleTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void readers_see_a_transaction_when_its_marker_has_landed_and_not_before()
    {
        var bench = new Bench(new ClusterSettings { MarkerDelay = () => 500 });
        ITransactionalProducer producer = bench.Producer(bench.Process("p"));
        producer.Begin();
        Bench.Send(producer, "x");
        producer.Flush();
        bench.End(Bench.A0, uncommitted: true).ShouldBe(1);
        bench.End(Bench.A0, uncommitted: false).ShouldBe(0);
        Bench.Commit(producer);
        bench.Read(Bench.A0).ShouldBe("");
        bench.Cluster.Time.Advance(500);
        bench.Read(Bench.A0).ShouldBe("x");
        bench.End(Bench.A0, uncommitted: false).ShouldBe(2);
    }

    [Fact]
    public void markers_land_partition_by_partition()
    {
        var delays = new Queue<long>([100, 900]);
        var bench = new Bench(new ClusterSettings { MarkerDelay = delays.Dequeue });
        ITransactionalProducer producer = bench.Producer(bench.Process("p"));
        producer.Begin();
        Bench.Send(producer, "x");
        Bench.Send(producer, "y", Bench.A1);
        Bench.Commit(producer);
        bench.Cluster.Time.Advance(100);
        (bench.Read(Bench.A0), bench.Read(Bench.A1)).ShouldBe(("x", ""));
        bench.Cluster.Time.Advance(800);
        (bench.Read(Bench.A0), bench.Read(Bench.A1)).ShouldBe(("x", "y"));
    }

    [Fact]
    public void aborted_records_are_passed_over_and_take_offsets()
    {
        ITransactionalProducer producer = _bench.Producer(_bench.Process("p"));
        producer.Begin();
        Bench.Send(producer, "gone");
        producer.Flush();
        producer.Abort();
        producer.Begin();
        Bench.Send(producer, "x");
        Bench.Commit(producer);
        _bench.Cluster.Time.Advance(10);
        _bench.Read(Bench.A0).ShouldBe("x");
        _bench.End(Bench.A0, uncommitted: true).ShouldBe(4);
    }

    [Fact]
    public void an_open_transaction_holds_back_what_others_commit_after_it()
    {
        SimulatedProcess process = _bench.Process("p");
        ITransactionalProducer slow = _bench.Producer(process, "slow");
        ITransactionalProducer fast = _bench.Producer(process, "fast");
        slow.Begin();
        Bench.Send(slow, "first");
        slow.Flush();
        fast.Begin();
        Bench.Send(fast, "second");
        Bench.Commit(fast);
        _bench.Cluster.Time.Advance(100);
        _bench.Read(Bench.A0).ShouldBe("");
        Bench.Commit(slow);
        _bench.Cluster.Time.Advance(100);
        _bench.Read(Bench.A0).ShouldBe("first second");
    }

    [Fact]
    public void taking_a_transactional_id_over_aborts_and_fences_its_last_holder()
    {
        ITransactionalProducer old = _bench.Producer(_bench.Process("old"));
        old.Begin();
        Bench.Send(old, "gone");
        old.Flush();
        ITransactionalProducer next = _bench.Producer(_bench.Process("new"));
        Bench.FaultOf(old.Commit).ShouldBe(KafkaFault.Fenced);
        Bench.FaultOf(old.Flush).ShouldBe(KafkaFault.Fenced);
        next.Begin();
        Bench.Send(next, "x");
        Bench.Commit(next);
        _bench.Cluster.Time.Advance(10);
        _bench.Read(Bench.A0).ShouldBe("x");
    }

    [Fact]
    public void taking_a_transactional_id_over_fences_its_last_holder_though_nothing_was_open()
    {
        ITransactionalProducer old = _bench.Producer(_bench.Process("old"));
        _bench.Producer(_bench.Process("new"));
        old.Begin();
        Bench.Send(old, "gone");
        Bench.FaultOf(old.Flush).ShouldBe(KafkaFault.Fenced);
    }

    [Fact]
    public void a_transaction_that_runs_out_of_time_is_aborted_and_its_producer_fenced()
    {
        ITransactionalProducer producer = _bench.Producer(_bench.Process("p"));
        producer.Begin();
        Bench.Send(producer, "gone");
        producer.Flush();
        _bench.Cluster.Time.Advance(_bench.Cluster.Settings.TransactionTimeoutMilliseconds + 10);
        _bench.End(Bench.A0, uncommitted: false).ShouldBe(2);
        _bench.Read(Bench.A0).ShouldBe("");
        Bench.FaultOf(producer.Commit).ShouldBe(KafkaFault.Fenced);
    }

    [Theory]
    [InlineData(Fate.AnswerLost)]
    [InlineData(Fate.Doubled)]
    [InlineData(Fate.Late)]
    [InlineData(Fate.Lost)]
    [InlineData(Fate.Refused)]
    public void each_record_is_in_the_log_once_whatever_the_wire_does(object fate)
    {
        _bench.Cluster.Wire.LateDelay = () => 200;
        ITransactionalProducer producer = _bench.Producer(_bench.Process("p"));
        for (int number = 1; number <= 3; number++)
        {
            _bench.Cluster.Wire.Plan(RequestKind.Produce, (Fate)fate, (Fate)fate);
            producer.Begin();
            Bench.Send(producer, $"x{number}");
            Bench.Commit(producer);
        }

        _bench.Cluster.Time.Advance(2000);
        _bench.Read(Bench.A0).ShouldBe("x1 x2 x3");
    }

    [Fact]
    public void records_that_arrive_after_their_transaction_was_given_up_are_refused()
    {
        _bench.Cluster.Wire.LateDelay = () => 20_000;
        _bench.Cluster.Wire.Draw = kind => kind == RequestKind.Produce ? Fate.Late : Fate.Answered;
        ITransactionalProducer producer = _bench.Producer(_bench.Process("p"));
        producer.Begin();
        Bench.Send(producer, "gone");
        Bench.FaultOf(producer.Flush).ShouldBe(KafkaFault.Abortable);
        producer.Abort();
        _bench.Cluster.Wire.Draw = _ => Fate.Answered;
        producer.Begin();
        Bench.Send(producer, "x");
        producer.Flush();
        _bench.Cluster.Time.Advance(9_000);
        Bench.Commit(producer);
        _bench.Cluster.Time.Advance(60_000);
        _bench.Read(Bench.A0).ShouldBe("x");
    }

    [Fact]
    public void records_that_arrive_when_nothing_is_open_leave_no_transaction_that_hangs()
    {
        _bench.Cluster.Wire.LateDelay = () => 20_000;
        _bench.Cluster.Wire.Draw = kind => kind == RequestKind.Produce ? Fate.Late : Fate.Answered;
        ITransactionalProducer producer = _bench.Producer(_bench.Process("p"));
        producer.Begin();
        Bench.Send(producer, "gone");
        Bench.FaultOf(producer.Flush).ShouldBe(KafkaFault.Abortable);
        producer.Abort();
        _bench.Cluster.Time.Advance(60_000);
        _bench.End(Bench.A0, uncommitted: false).ShouldBe(_bench.End(Bench.A0, uncommitted: true));
    }

    [Theory]
    [InlineData(Fate.AnswerLost, "x")]
    [InlineData(Fate.Late, "x")]
    [InlineData(Fate.Lost, "")]
    public void a_commit_without_an_answer_may_have_happened_or_happen_later_or_never(object fate, string read)
    {
        ITransactionalProducer producer = _bench.Producer(_bench.Process("p"));
        producer.Begin();
        Bench.Send(producer, "x");
        _bench.Cluster.Wire.Plan(RequestKind.EndTransaction, (Fate)fate);
        Bench.FaultOf(() => Bench.Commit(producer)).ShouldBe(KafkaFault.Unknown);
        _bench.Cluster.Time.Advance(60_000);
        _bench.Read(Bench.A0).ShouldBe(read);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void a_late_commit_ends_the_next_transaction_of_the_same_producer_and_none_of_a_new_one(bool isNew)
    {
        _bench.Cluster.Wire.LateDelay = () => 1_000;
        ITransactionalProducer producer = _bench.Producer(_bench.Process("p"));
        producer.Begin();
        Bench.Send(producer, "gone");
        _bench.Cluster.Wire.Plan(RequestKind.EndTransaction, Fate.Late);
        Bench.FaultOf(() => Bench.Commit(producer)).ShouldBe(KafkaFault.Unknown);
        if (isNew)
        {
            producer = _bench.Producer(_bench.Process("p"));
        }
        else
        {
            producer.Abort();
            _bench.Cluster.Time.Advance(10);
        }

        producer.Begin();
        Bench.Send(producer, "half");
        producer.Flush();
        _bench.Cluster.Time.Advance(2_000);
        _bench.Read(Bench.A0).ShouldBe(isNew ? "" : "half");
    }

    [Fact]
    public void the_next_transaction_waits_for_the_markers_of_the_last()
    {
        var bench = new Bench(new ClusterSettings { MarkerDelay = () => 700 });
        ITransactionalProducer producer = bench.Producer(bench.Process("p"));
        producer.Begin();
        Bench.Send(producer, "x");
        Bench.Commit(producer);
        long committed = bench.Cluster.Time.NowMilliseconds;
        producer.Begin();
        Bench.Send(producer, "y");
        producer.Flush();
        (bench.Cluster.Time.NowMilliseconds - committed).ShouldBeGreaterThanOrEqualTo(700);
    }

    [Fact]
    public void the_start_of_a_log_moves_no_further_than_what_is_decided()
    {
        ITransactionalProducer producer = _bench.Producer(_bench.Process("p"));
        producer.Begin();
        Bench.Send(producer, "x");
        Bench.Commit(producer);
        _bench.Cluster.Time.Advance(10);
        producer.Begin();
        Bench.Send(producer, "y");
        producer.Flush();
        _bench.Cluster.Log(Bench.A0).MoveStart(3);
        _bench.Process("admin").CreateAdmin().StartOffsets([Bench.A0])[Bench.A0].ShouldBe(2);
        Bench.Commit(producer);
        _bench.Cluster.Time.Advance(10);
        _bench.Read(Bench.A0).ShouldBe("y");
    }
}
