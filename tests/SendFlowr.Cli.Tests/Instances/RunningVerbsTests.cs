using SendFlowr.Cli.Instances;

namespace SendFlowr.Cli.Tests.Instances;

public sealed class RunningVerbsTests
{
    [Fact]
    public async Task stopping_asks_the_verbs_to_end_and_is_done_with_the_last_one()
    {
        RunningVerbs running = new();
        using CancellationTokenSource first = new();
        using CancellationTokenSource second = new();
        running.TryBegin("a", first).ShouldBeTrue();
        running.TryBegin("b", second).ShouldBeTrue();
        Task stopping = running.StopAsync();
        first.IsCancellationRequested.ShouldBeTrue();
        second.IsCancellationRequested.ShouldBeTrue();
        running.TryBegin("c", first).ShouldBeFalse();
        running.End("a");
        stopping.IsCompleted.ShouldBeFalse();
        running.End("b");
        await stopping.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task stopping_without_verbs_is_done_at_once() => await new RunningVerbs().StopAsync().WaitAsync(TimeSpan.FromSeconds(5));

    [Fact]
    public void no_more_than_the_limit_run_at_a_time()
    {
        RunningVerbs running = new();
        using CancellationTokenSource cancellation = new();
        Enumerable.Range(0, RunningVerbs.Max).ShouldAllBe(number => running.TryBegin($"{number}", cancellation));
        running.TryBegin("one more", cancellation).ShouldBeFalse();
        running.End("3");
        running.TryBegin("one more", cancellation).ShouldBeTrue();
    }
}
