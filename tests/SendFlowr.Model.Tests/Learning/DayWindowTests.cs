using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Tests.Curves;
using SendFlowr.Model.Tests.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Learning;

public class DayWindowTests
{
    private const int Day = People.FirstDay + 40;

    private readonly DayWindow _window = new();
    private readonly CurveSums _sums = new();

    [Fact]
    public void a_person_who_comes_as_always_is_a_hit_and_one_who_stays_away_is_not()
    {
        Add([.. Daily(40), Entry(Day, 9 * 60)]);
        Outcomes().ShouldBe((1, 1));
        Add(Daily(40));
        Outcomes().ShouldBe((2, 1));
        Add([.. Daily(40), Entry(Day, 18 * 60)]);
        Outcomes().ShouldBe((3, 1));
    }

    [Fact]
    public void what_comes_later_changes_nothing()
    {
        Add([.. Daily(40), Entry(Day + 1, 60), Entry(Day + 2, 9 * 60)]);
        CurveSums alone = new();
        _window.Add(alone, NaiveRing.View(NaiveRing.Built(Daily(40))), Day, EvidenceWeights.Default, PersonClock.Utc, CurvePriors.Factory, 60);
        _sums.ToBytes().ShouldBe(alone.ToBytes());
    }

    [Fact]
    public void who_was_never_seen_before_the_day_is_left_out()
    {
        Add([Entry(Day, 9 * 60)]);
        _sums.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void the_horizon_ends_within_the_day_and_the_clock_is_the_person_s()
    {
        // A habit at 23:50 by UTC: the best hour that ends by midnight begins at 23:00.
        RingEntry[] late = [.. Enumerable.Range(1, 40).Select(ago => Entry(Day - ago, (23 * 60) + 50))];
        Add([.. late, Entry(Day, (23 * 60) + 50)]);
        Outcomes().ShouldBe((1, 1));
        _window.Add(_sums, NaiveRing.View(NaiveRing.Built([.. late, Entry(Day, (23 * 60) + 50)])), Day, EvidenceWeights.Default, PersonClock.FromOffset(120), CurvePriors.Factory, 60);
        Outcomes().ShouldBe((2, 2));
    }

    private static RingEntry[] Daily(int days) => [.. Enumerable.Range(1, days).Select(ago => Entry(Day - ago, 9 * 60))];

    private static RingEntry Entry(int day, int minute) => new((day * 1440) + minute, EvidenceClass.EventClick, 1);

    private void Add(RingEntry[] entries) =>
        _window.Add(_sums, NaiveRing.View(NaiveRing.Built(entries)), Day, EvidenceWeights.Default, PersonClock.Utc, CurvePriors.Factory, 60);

    private (long Windows, long Hits) Outcomes() => (_sums.Outcomes.Windows.Sum(), _sums.Outcomes.Hits.Sum());
}
