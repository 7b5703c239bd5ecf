using SendFlowr.Pipeline.Rows;

namespace SendFlowr.Pipeline.Tests.Rows;

public sealed class RunRowTests
{
    private static readonly RunRow Running = RunRow.Empty.Ask(100, -1);

    [Fact]
    public void asking_an_idle_stage_starts_the_next_run() =>
        Running.ShouldBe(new RunRow(Run: 1, UnderWay: true, ThroughDay: 100, SinceDay: -1, QueuedThroughDay: -1, QueuedSinceDay: -1));

    [Fact]
    public void asking_during_a_run_queues_and_leaves_the_run_alone() =>
        Running.Ask(105, 90).ShouldBe(Running with { QueuedThroughDay = 105, QueuedSinceDay = 90 });

    [Fact]
    public void questions_in_the_queue_are_merged_to_the_widest()
    {
        RunRow queued = Running.Ask(105, -1).Ask(103, 80).Ask(104, 85).Ask(101, -1);
        queued.QueuedThroughDay.ShouldBe(105);
        queued.QueuedSinceDay.ShouldBe(80);
    }

    [Fact]
    public void finishing_without_a_queue_is_idle() =>
        Running.Finish().ShouldBe(Running with { UnderWay = false });

    [Fact]
    public void finishing_goes_on_to_the_queued_run_and_empties_the_queue() =>
        Running.Ask(105, 90).Finish().ShouldBe(new RunRow(2, true, 105, 90, -1, -1));

    [Fact]
    public void a_run_asked_for_after_the_end_has_a_new_number() =>
        Running.Finish().Ask(101, -1).Run.ShouldBe(2);
}
