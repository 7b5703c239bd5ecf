using SendFlowr.Model.Curves;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Tests.Rings;

namespace SendFlowr.Model.Tests.Curves;

public class EvidenceStateTests
{
    private const int Midnight = 28_000_800;

    private readonly EvidenceState _state = new();

    [Fact]
    public void votes_share_a_day_and_weigh_by_class()
    {
        Read(
        [
            new(Midnight + 100, EvidenceClass.EventClick, 1), new(Midnight + 200, EvidenceClass.Conversion, 1),
            new(Midnight + 300, EvidenceClass.EventOpen, 1), new(Midnight + 400, EvidenceClass.EventClickByMachine, 1),
            new(Midnight + 1500, EvidenceClass.EventOpen, 1),
        ]);
        double scale = 1 / Math.Sqrt(2.1);
        _state.Minutes.ToArray().ShouldBe([Midnight + 100, Midnight + 200, Midnight + 300, Midnight + 1500]);
        _state.Votes.ToArray().ShouldBe([scale, scale, 0.1 * scale, 0.1], 1e-15);
        _state.NewestMinute.ShouldBe(Midnight + 1500);
        _state.OldestMinute.ShouldBe(Midnight + 100);
    }

    [Fact]
    public void a_message_click_later_in_the_day_is_still_the_newest()
    {
        Read([new(Midnight + 900, EvidenceClass.MessageClick, 1), new(Midnight + 100, EvidenceClass.Conversion, 1)]);
        _state.NewestMinute.ShouldBe(Midnight + 900);
        double[] decayed = new double[2];
        _state.Decayed(10, decayed).ShouldBe(decayed.Sum());
        decayed[0].ShouldBe(1 / Math.Sqrt(2), 1e-15);
        decayed[1].ShouldBe(Math.Pow(2, -800 / 14_400.0) / Math.Sqrt(2), 1e-15);
    }

    [Fact]
    public void an_empty_ring_has_no_newest()
    {
        Read([]);
        _state.Count.ShouldBe(0);
        _state.NewestMinute.ShouldBe(-1);
        ActivityRate.HoursPerWeek(_state, Midnight).ShouldBe(0);
    }

    [Fact]
    public void the_activity_rate_counts_hours_not_events()
    {
        RingEntry[] hourly = [.. Enumerable.Range(0, 80).Select(i => new RingEntry(Midnight + (i * 1440), EvidenceClass.Conversion, 0))];
        Read(hourly);
        double once = ActivityRate.HoursPerWeek(_state, Midnight + (80 * 1440));
        Read([.. hourly, .. hourly.Select(e => new RingEntry(e.Minute + 20, EvidenceClass.Conversion, 0))]);
        ActivityRate.HoursPerWeek(_state, Midnight + (80 * 1440)).ShouldBe(once);
        once.ShouldBe(7, 0.1, "one active hour a day");

        double sum = Enumerable.Range(1, 80).Sum(age => Math.Pow(2, -age / 28.0));
        once.ShouldBe(sum / (28 / Math.Log(2) * (1 - Math.Pow(2, -80 / 28.0))) * 7, 1e-12);
    }

    [Fact]
    public void a_first_day_counts_as_a_whole_day()
    {
        Read([new(Midnight - 30, EvidenceClass.Conversion, 0)]);
        double expected = Math.Pow(2, -30 / 1440.0 / 28) / (28 / Math.Log(2) * (1 - Math.Pow(2, -1 / 28.0))) * 7;
        ActivityRate.HoursPerWeek(_state, Midnight).ShouldBe(expected, 1e-12);
        EngagementChance.Raw(expected, 0.1).ShouldBe(1 - Math.Exp(-0.1 * expected), 1e-15);
    }

    private void Read(RingEntry[] entries) => _state.Read(NaiveRing.View(NaiveRing.Built(entries)), EvidenceWeights.Default);
}
