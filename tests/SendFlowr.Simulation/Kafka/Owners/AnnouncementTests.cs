using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Simulation.Kafka.Faults;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Kafka.Owners;

/// <summary>A worker says what it runs, in its own transactions.</summary>
public class AnnouncementTests
{
    private static readonly TopicPartition Topic = new("sendflowr.owners", 0);

    [Fact]
    public void what_a_transaction_that_was_undone_has_said_is_said_again()
    {
        WorkerBench bench = new() { Announcement = new TaskAnnouncement(Topic, "one", 0, null) };
        bench.Cluster.CreateTopic(Topic.Topic, 1);
        bench.Cluster.Wire.Plan(RequestKind.CommitOffsets, [.. Enumerable.Repeat(Fate.Refused, 5)]);
        bench.StartAndRun().State.ShouldBe(WorkerState.Running);
        bench.Worker.Counters.Aborts.ShouldBe(1);
        foreach (int task in new[] { 0, 1 })
        {
            bench.Cluster.Log(Topic).Visible().Count(record => record.Key.AsSpan().SequenceEqual(OwnerKeys.OfTask(new TaskId("tally", task)))).ShouldBe(1);
        }
    }
}
