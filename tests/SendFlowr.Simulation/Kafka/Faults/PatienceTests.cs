using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Simulation.Kafka.Faults;

/// <summary>What is tried again, for how long, and what is said of it.</summary>
public class PatienceTests
{
    private readonly WorkerBench _bench = new();

    [Fact]
    public void a_topic_that_comes_late_is_waited_for()
    {
        _bench.Cluster.DeleteTopic("in");
        _bench.Start();
        _bench.Run(30_000);
        _bench.Worker.Failure.ShouldBeNull();
        _bench.Worker.Trouble!.Message.ShouldContain("'in' does not exist");
        _bench.Worker.MustPause.ShouldBeTrue();
        _bench.Cluster.CreateTopic("in", 2);
        _bench.Run(10_000);
        _bench.Worker.State.ShouldBe(WorkerState.Running);
        _bench.Worker.Trouble.ShouldBeNull();
    }

    [Theory]
    [InlineData("in")]
    [InlineData(WorkerBench.Changelog)]
    public void a_topic_that_does_not_come_ends_the_worker_after_a_minute(string topic)
    {
        _bench.Cluster.DeleteTopic(topic);
        _bench.Start();
        _bench.Run(59_000);
        _bench.Worker.Failure.ShouldBeNull();
        _bench.Run(5_000);
        _bench.Worker.State.ShouldBe(WorkerState.Failed);
        _bench.Worker.Failure!.Message.ShouldContain($"'{topic}' does not exist");
        _bench.Worker.Failure.Message.ShouldContain("60 s");
    }

    [Fact]
    public void a_topic_that_goes_under_a_running_worker_is_told_and_ends_it_after_a_minute()
    {
        _bench.StartAndRun();
        _bench.Cluster.DeleteTopic("all");
        _bench.Run(10_000);
        _bench.Worker.Failure.ShouldBeNull();
        _bench.Worker.Trouble!.Message.ShouldContain("all");
        _bench.Run(70_000);
        _bench.Worker.State.ShouldBe(WorkerState.Failed);
    }

    [Fact]
    public void a_record_that_fails_each_time_ends_the_worker_though_its_neighbours_go_on()
    {
        // The partitions take turns, and each turn is committed.
        (_bench.CommitInterval, _bench.MaxRecordsPerTurn) = (TimeSpan.Zero, 1);
        _bench.StartAndRun();
        HashSet<long> commitsAtAttempts = [];
        _bench.Throws = key =>
        {
            commitsAtAttempts.UnionWith(key == 9 ? [_bench.Worker.Commits] : []);
            return key == 9;
        };
        _bench.Send(WorkerBench.In0, 1, 9);
        for (int turn = 0; turn < 100 && _bench.Worker.State != WorkerState.Failed; turn++)
        {
            _bench.Send(WorkerBench.In1, 2);
            _bench.Run(100);
        }

        _bench.Worker.State.ShouldBe(WorkerState.Failed);
        commitsAtAttempts.Count.ShouldBe(3, "there was a commit between any two attempts");
        _bench.Worker.Failure!.Message.ShouldContain("topic in, partition 0, offset 1");
        _bench.Worker.Failure.Message.ShouldContain("key 9 cannot be counted");
        _bench.Worker.Failure.Message.ShouldContain("3 times");
    }

    [Fact]
    public void a_record_that_fails_is_told_until_it_is_processed()
    {
        int failures = 0;
        _bench.Throws = key => key == 9 && ++failures <= 2;
        _bench.StartAndRun();
        _bench.Send(WorkerBench.In0, 9);
        _bench.Run(100);
        failures.ShouldBe(1);
        _bench.Worker.Trouble!.Message.ShouldContain("in-0@0");
        _bench.Run(5000);
        _bench.Worker.Trouble.ShouldBeNull();
        _bench.CountOf(0, 9).ShouldBe(1);
    }

    [Fact]
    public void records_that_fail_now_and_then_are_not_added_up()
    {
        HashSet<byte> failed = [];
        _bench.Throws = failed.Add;
        _bench.StartAndRun();
        for (byte key = 1; key <= 10; key++)
        {
            _bench.Send(WorkerBench.In0, key);
            _bench.Run(2000);
        }

        _bench.Worker.State.ShouldBe(WorkerState.Running);
        _bench.CountOf(0, 10).ShouldBe(1);
    }

    [Fact]
    public void a_worker_without_work_notices_that_the_cluster_is_away()
    {
        _bench.StartAndRun();
        long signs = _bench.Worker.Signs;
        _bench.Run(6000);
        _bench.Worker.Signs.ShouldBeGreaterThan(signs);
        _bench.Process!.IsCut = true;
        signs = _bench.Worker.Signs;
        _bench.Run(12_000);
        _bench.Worker.Signs.ShouldBe(signs);
        _bench.Worker.Trouble.ShouldNotBeNull();
        _bench.Process.IsCut = false;
        _bench.Run(12_000);
        _bench.Worker.Trouble.ShouldBeNull();
    }

    [Fact]
    public void why_a_transaction_is_not_committed_is_told()
    {
        _bench.StartAndRun();
        _bench.Send(WorkerBench.In0, 1);
        _bench.Cluster.Wire.Plan(RequestKind.CommitOffsets, Fate.Lost);
        _bench.Run(3000, () => _bench.Worker.Trouble is not null);
        _bench.Worker.Trouble!.Message.ShouldContain("CommitOffsets");
        _bench.Run(20_000);
        _bench.Worker.Trouble.ShouldBeNull();
        _bench.CountOf(0, 1).ShouldBe(1);
    }
}
