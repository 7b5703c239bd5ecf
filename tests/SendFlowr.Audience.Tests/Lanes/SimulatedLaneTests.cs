using SendFlowr.Audience.Lanes;
using SendFlowr.Audience.Tests.Support;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Tests.Lanes;

public sealed class SimulatedLaneTests
{
    private static readonly SimulatedAudience Audience = Samples.Audience(1);

    [Theory]
    [InlineData(0, 45, 0.12)]
    [InlineData(1, 240, 0.25)]
    public void a_quiet_lane_keeps_its_median_and_spread_at_any_minute(int index, double median, double sigma)
    {
        double[] seconds = Latencies(Audience.Lanes[index], message => message * 7919 % 10_080);
        Quantile(seconds, 0.5).ShouldBe(median, median * 0.01);
        Math.Log(Quantile(seconds, 0.75) / Quantile(seconds, 0.25)).ShouldBe(1.349 * sigma, 0.01);
    }

    [Fact]
    public void the_crowded_lane_is_three_to_six_times_slower_when_an_hour_begins_and_calm_after_a_quarter()
    {
        SimulatedLane lane = Audience.Lanes[2];
        double crowded = Quantile(Latencies(lane, message => message * 60), 0.5);
        (crowded / 60).ShouldBe(4.5, 0.15);
        Quantile(Latencies(lane, message => (message * 60) + 30), 0.5).ShouldBe(60, 1);
        for (int hour = 0; hour < 500; hour++)
        {
            double congestion = lane.MedianAt(Timestamp.FromEpochMinute(hour * 60)).TotalSeconds / 60;
            congestion.ShouldBeInRange(3, 6);
            lane.MedianAt(Timestamp.FromEpochMinute((hour * 60) + 4)).TotalSeconds.ShouldBe(congestion * 60, 1e-6);
            lane.MedianAt(Timestamp.FromEpochMinute((hour * 60) + 10)).TotalSeconds.ShouldBe((1 + ((congestion - 1) / 2)) * 60, 1e-6);
            lane.MedianAt(Timestamp.FromEpochMinute((hour * 60) + 15)).TotalSeconds.ShouldBe(60);
        }
    }

    private static double[] Latencies(SimulatedLane lane, Func<int, long> minuteOf)
    {
        double[] seconds = new double[20_000];
        for (int message = 0; message < seconds.Length; message++)
        {
            Timestamp trigger = Timestamp.FromEpochMinute(UtcDay.StartMinute(Samples.Monday) + minuteOf(message));
            seconds[message] = (lane.ArrivalOf(trigger, (ulong)message).EpochMilliseconds - trigger.EpochMilliseconds) / 1000.0;
        }

        Array.Sort(seconds);
        return seconds;
    }

    private static double Quantile(double[] sorted, double share) => sorted[(int)(share * sorted.Length)];
}
