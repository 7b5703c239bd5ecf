using SendFlowr.Cli.Verbs.Demo;
using SendFlowr.Model.Time;

namespace SendFlowr.Cli.Tests.Verbs.Demo;

public sealed class VirtualClockTests
{
    private static readonly Timestamp Start = Timestamp.FromEpochDay(DemoPlan.FirstDay);

    [Fact]
    public void it_stands_where_it_is_put_and_never_goes_back()
    {
        VirtualClock clock = new(Start);
        clock.Now.ShouldBe(Start);
        clock.MoveTo(Start.Plus(TimeSpan.FromHours(3)));
        clock.GetUtcNow().ShouldBe(new DateTimeOffset(2026, 1, 5, 3, 0, 0, TimeSpan.Zero));
        Should.Throw<ArgumentOutOfRangeException>(() => clock.MoveTo(Start));
    }

    [Fact]
    public async Task once_it_runs_waiting_goes_as_fast_as_the_clock()
    {
        VirtualClock clock = new(Start);
        clock.Run(100_000);
        TaskCompletionSource fired = new();
        await using ITimer timer = clock.CreateTimer(_ => fired.SetResult(), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        await fired.Task.WaitAsync(TimeSpan.FromSeconds(30));
        clock.Now.ShouldBeGreaterThanOrEqualTo(Start.Plus(TimeSpan.FromMinutes(59)));
    }
}
