using SendFlowr.Model.Backtest;
using SendFlowr.Model.Backtest.Models;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Backtest;

public class BacktestModelsTests
{
    [Fact]
    public void names_are_the_contract() => BacktestModels.Create().Select(m => m.Name).ShouldBe(
        ["uniform", "population", "hour24", "hour168", "published", "empirical_bayes", "sendflowr", "sendflowr_hour"]);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(400)]
    public void every_model_has_mass_1_over_the_week(int ownEvents)
    {
        PersonDay day = Day(ownEvents);
        foreach (BacktestModel model in BacktestModels.Create())
        {
            model.Prepare(day);
            double mass = Enumerable.Range(0, 10_080).Sum(m => model.DensityAt(new MinuteOfWeek(m)));
            mass.ShouldBe(1, 1e-9, model.Name);
            double[] cells = new double[WeekGrid.CellsPerDay + 11];
            for (int weekday = 0; weekday < 7; weekday++)
            {
                model.CopyCells(weekday, cells);
                for (int cell = 0; cell < cells.Length; cell++)
                {
                    cells[cell].ShouldBe(model.DensityAt(MinuteOfWeek.Wrap((weekday * 1440) + (cell * 5) + 2)), 1e-15, model.Name);
                }
            }
        }
    }

    [Fact]
    public void the_choice_is_the_first_of_equals_and_may_reach_into_the_next_day()
    {
        double[] cells = new double[WeekGrid.CellsPerDay + 11];
        double[] sums = new double[WeekGrid.CellsPerDay];
        UniformModel uniform = new();
        uniform.Choose(3, cells, sums, out double mass).ShouldBe(0);
        mass.ShouldBe(60.0 / 10_080, 1e-12);

        FixedModel beforeMidnight = new(1440 - 20, 1440 + 30);
        beforeMidnight.Choose(0, cells, sums, out mass).ShouldBe(1440 - 30);
        mass.ShouldBe(1, 1e-12);
        FixedModel sundayNight = new(10_080 - 10, 10_080 + 40);
        sundayNight.Choose(6, cells, sums, out _).ShouldBe(1440 - 20);
    }

    private static PersonDay Day(int ownEvents)
    {
        Random random = new(17);
        CurveSums sums = new();
        for (int i = 0; i < 300; i++)
        {
            sums.AddEvent(new MinuteOfWeek(random.Next(10_080)), 0.5, 0);
        }

        int[] minutes = [.. Enumerable.Range(0, ownEvents).Select(i => (i * 350) + random.Next(349))];
        int[] hours = new int[168];
        foreach (int minute in minutes)
        {
            hours[MinuteOfWeek.FromEpochMinute(minute).Value / 60]++;
        }

        PersonDay day = new();
        day.Set(100, minutes, hours, CurvePriors.Factory.Advance(99, sums));
        return day;
    }
}
