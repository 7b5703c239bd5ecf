using SendFlowr.Model.Backtest;
using SendFlowr.Model.Backtest.Models;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;

namespace SendFlowr.Model.Tests.Backtest;

public class WindowScorerTests
{
    private const int Day = 104; // a Wednesday
    private const int Start = Day * 1440;
    private const int Choice = 600;

    private readonly ModelTally _uniform = new(new UniformModel());
    private readonly ModelTally _product = new(new FixedModel((2 * 1440) + Choice, (2 * 1440) + Choice + 60));
    private readonly WindowScorer _scorer;
    private readonly PersonDay _day = new();
    private readonly CurveSums _sums = new();

    public WindowScorerTests()
    {
        _scorer = new WindowScorer([_uniform, _product], _product, 60);
        _day.Set(Day, new[] { 5000, 9000 }, new int[168], CurvePriors.Factory);
    }

    [Theory]
    [InlineData(Choice - 1, 0)]
    [InlineData(Choice, 1)]
    [InlineData(Choice + 59, 1)]
    [InlineData(Choice + 60, 0)]
    public void a_hit_is_an_event_from_the_choice_to_59_minutes_after_it(int minute, int expected)
    {
        _day.Weekday.ShouldBe(2, "the fixed model has its mass there");
        Score([Start + minute]);
        _product.HitRate(1).ShouldBe(expected);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1499, 1, 0)]
    [InlineData(1500, 0, 0)]
    public void a_window_is_reachable_by_an_event_of_its_day_or_the_hour_after(int minute, int expected, int randomMinutes)
    {
        Score([Start + minute]);
        _scorer.Count.ShouldBe(1);
        _scorer.Reachable.ShouldBe(expected);
        _uniform.HitRate(1).ShouldBe(randomMinutes / 1440.0, 1e-12);
    }

    [Fact]
    public void a_random_minute_hits_when_an_event_follows_within_the_horizon()
    {
        Score([Start + 30, Start + 100, Start + 130, Start + 1470]);
        _uniform.HitRate(1).ShouldBe((31 + 60 + 30 + 29) / 1440.0, 1e-12);
    }

    [Fact]
    public void the_outcome_of_a_choice_is_learned_with_the_day()
    {
        Score([Start + Choice]);
        Score([]);
        _sums.Outcomes.Windows.Sum().ShouldBe(2);
        _sums.Outcomes.Hits.Sum().ShouldBe(1);
        double raw = EngagementChance.Raw(ActivityRate.HoursPerWeek(_day.State, Start), 1);
        CurvePriors.Factory.Advance(Day, _sums).Chances.Chance(raw).ShouldBeGreaterThan(CurvePriors.Factory.Chances.Chance(raw));
    }

    private void Score(int[] events) => _scorer.Score(_day, events, CurvePriors.Factory.Chances, _sums);
}
