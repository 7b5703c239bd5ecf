using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Simulation.Kafka.Faults;

/// <summary>A topic that is deleted and made anew under a deployment is noticed, whatever it holds by then.</summary>
public class TopicMadeAnewTests
{
    private readonly WorkerBench _bench = new();

    public TopicMadeAnewTests()
    {
        _bench.Send(WorkerBench.In0, 1, 2, 3, 4);
        _bench.StartAndRun().State.ShouldBe(WorkerState.Running);
        _bench.CountOf(0, 1).ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(100)]
    public void an_input_made_anew_between_two_starts_is_refused_however_long_it_is(int records)
    {
        _bench.Stop();
        _bench.MakeAnew("in");
        _bench.Send(WorkerBench.In0, new byte[records]);
        Refused("'in'", "deleted and made anew", "new topic prefix");
    }

    [Fact]
    public void a_changelog_made_anew_between_two_starts_is_refused_for_counts_would_double()
    {
        _bench.Stop();
        _bench.MakeAnew(WorkerBench.Changelog);
        Refused(WorkerBench.Changelog, "in-0", "would count twice", "new topic prefix");
    }

    [Fact]
    public void an_input_made_anew_under_a_running_worker_is_refused_at_once()
    {
        _bench.MakeAnew("in");
        _bench.Send(WorkerBench.In0, 1);
        _bench.Run(1000, () => _bench.Worker.State == WorkerState.Failed);
        Failed("in-0 ends at 1", "up to 4", "new topic prefix");
    }

    [Theory]
    [InlineData("in", 10)]
    [InlineData("all", 0)]
    [InlineData(WorkerBench.Changelog, 0)]
    public void any_topic_made_anew_under_a_running_worker_is_refused_within_seconds(string topic, int records)
    {
        _bench.MakeAnew(topic);
        _bench.Send(WorkerBench.In0, new byte[records]);
        _bench.Run(4000, () => _bench.Worker.State == WorkerState.Failed);
        Failed($"'{topic}'", "made anew while it was in use");
    }

    [Fact]
    public void a_changelog_that_was_made_anew_under_a_worker_which_wrote_on_is_refused_at_the_next_start()
    {
        _bench.MakeAnew(WorkerBench.Changelog);
        _bench.Send(WorkerBench.In0, 5);
        _bench.Run(2000);
        _bench.CountOf(0, 5).ShouldBe(1);
        _bench.Stop();
        Refused(WorkerBench.Changelog, "does not belong to its topics");
    }

    [Fact]
    public void everything_made_anew_is_a_new_deployment()
    {
        _bench.Stop();
        foreach (string topic in new[] { "in", "all", WorkerBench.Changelog })
        {
            _bench.MakeAnew(topic);
        }

        _bench.Send(WorkerBench.In0, 7);
        _bench.StartAndRun().State.ShouldBe(WorkerState.Running);
        _bench.CountOf(0, 7).ShouldBe(1);
        _bench.CountOf(0, 1).ShouldBe(0);
    }

    [Fact]
    public void a_restart_is_refused_nothing()
    {
        _bench.Stop();
        _bench.Send(WorkerBench.In0, 1);
        _bench.StartAndRun().State.ShouldBe(WorkerState.Running);
        _bench.CountOf(0, 1).ShouldBe(2);
        _bench.Notes.ShouldBeEmpty();
    }

    private void Refused(params string[] words)
    {
        _bench.StartAndRun();
        Failed(words);
    }

    private void Failed(params string[] words)
    {
        _bench.Worker.State.ShouldBe(WorkerState.Failed);
        foreach (string word in words)
        {
            _bench.Worker.Failure!.Message.ShouldContain(word);
        }
    }
}
