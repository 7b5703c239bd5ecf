using SendFlowr.Cli.Output;

namespace SendFlowr.Cli.Tests.Output;

public sealed class ProgressMeterTests
{
    [Fact]
    public void tells_count_rate_and_time_left()
    {
        HandClock clock = new();
        ProgressMeter meter = new("Reading", "events", clock);
        clock.Advance(TimeSpan.FromSeconds(10));
        meter.Report(done: 25, total: 100, items: 120_000);
        meter.Describe().ShouldBe("120,000 events, 12,000 events/s, 30 s left");
        meter.Report(done: 1, total: 100, items: 120_000);
        meter.Describe().ShouldBe("120,000 events, 12,000 events/s, 17 min left");
    }

    [Fact]
    public void knows_no_time_left_without_a_total()
    {
        HandClock clock = new();
        ProgressMeter meter = new("Reading", "events", clock);
        clock.Advance(TimeSpan.FromSeconds(1));
        meter.Report(done: 5, total: 0, items: 5);
        meter.Describe().ShouldBe("5 events, 5 events/s");
    }

    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
