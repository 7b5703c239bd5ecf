using SendFlowr.Model.Decisions;

namespace SendFlowr.Model.Tests.Decisions;

public class WeekSparklineTests
{
    [Fact]
    public void values_are_shown_in_eight_heights() =>
        WeekSparkline.Line([0, 0.9, 1, 2, 3, 4, 5, 6, 7, 8]).ShouldBe("▁▁▂▃▄▅▆▇██");

    [Fact]
    public void nothing_at_all_is_a_flat_line() => WeekSparkline.Line([0, 0, 0]).ShouldBe("▁▁▁");

    [Fact]
    public void a_week_is_seven_rows_of_a_day_on_one_scale()
    {
        double[] hours = new double[168];
        hours[9] = 8;
        hours[167] = 4;
        IReadOnlyList<string> rows = WeekSparkline.Week(hours);
        rows.Count.ShouldBe(7);
        rows[0].ShouldBe("Mon " + new string('▁', 9) + "█" + new string('▁', 14));
        rows[6].ShouldBe("Sun " + new string('▁', 23) + "▅");
    }

    [Fact]
    public void long_lines_and_bad_values_are_handled()
    {
        WeekSparkline.Line(new double[1000]).Length.ShouldBe(1000);
        Should.Throw<ArgumentException>(() => WeekSparkline.Week(new double[167])).Message.ShouldContain("168 hours, not 167");
        Should.Throw<ArgumentException>(() => WeekSparkline.Line([double.NaN]));
        Should.Throw<ArgumentException>(() => WeekSparkline.Line([-1]));
        Should.Throw<ArgumentException>(() => WeekSparkline.Line([double.PositiveInfinity]));
    }
}
