using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Simulation.Kafka.Faults;

/// <summary>Records that retention took before they were read are told, once; and the worker goes on with what is there.</summary>
public class RetentionTests
{
    private readonly WorkerBench _bench = new();

    [Fact]
    public void what_is_gone_after_a_stop_is_told_once()
    {
        _bench.Send(WorkerBench.In0, 1, 2);
        _bench.StartAndRun();
        _bench.Stop();
        _bench.Send(WorkerBench.In0, 3, 4, 5, 6);
        _bench.Cluster.Log(WorkerBench.In0).MoveStart(5);
        _bench.StartAndRun().State.ShouldBe(WorkerState.Running);
        Told("in-0 begins at 5", "up to 2: 3 offsets", "retention.ms");
        _bench.Worker.Lost.ShouldBe(3);
        _bench.CountOf(0, 6).ShouldBe(1);
        _bench.Stop();
        _bench.StartAndRun();
        _bench.Notes.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("in")]
    [InlineData("all")]
    public void what_goes_while_the_worker_runs_is_told(string topic)
    {
        TopicPartition partition = new(topic, 0);
        _bench.Send(partition, 1, 2);
        _bench.StartAndRun();
        _bench.Send(partition, 3, 4, 5, 6);
        _bench.Cluster.Log(partition).MoveStart(5);
        _bench.Run(3000);
        _bench.Worker.State.ShouldBe(WorkerState.Running);
        Told($"{topic}-0 begins at 5", "up to 2: 3 offsets");
        _bench.CountOf(0, 6).ShouldBe(1);
        _bench.CountOf(0, 5).ShouldBe(0);
        _bench.Worker.IsIdle.ShouldBeTrue();
    }

    [Fact]
    public void the_place_it_goes_on_from_is_committed()
    {
        _bench.Send(WorkerBench.In0, 1, 2);
        _bench.StartAndRun();
        _bench.Stop();
        _bench.Send(WorkerBench.In0, 3, 4);
        _bench.Cluster.Log(WorkerBench.In0).MoveStart(4);
        _bench.StartAndRun();
        _bench.Cluster.Groups.Group(WorkerBench.Group).Offsets[WorkerBench.In0].ShouldBe(4);
    }

    [Fact]
    public void a_deployment_that_begins_on_old_topics_has_lost_nothing()
    {
        foreach (TopicPartition partition in new[] { WorkerBench.In0, new TopicPartition("all", 0) })
        {
            _bench.Send(partition, 1, 2, 3);
            _bench.Cluster.Log(partition).MoveStart(2);
        }

        _bench.StartAndRun().State.ShouldBe(WorkerState.Running);
        _bench.CountOf(0, 3).ShouldBe(2);
        _bench.Notes.ShouldBeEmpty();
        _bench.Worker.Lost.ShouldBe(0);
    }

    private void Told(params string[] words)
    {
        _bench.Notes.Where(note => words.All(word => note.Contains(word, StringComparison.Ordinal))).Count().ShouldBe(1, string.Join('\n', _bench.Notes));
    }
}
