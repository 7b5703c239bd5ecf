using SendFlowr.Cli.Output;

namespace SendFlowr.Cli.Tests.Output;

public sealed class SparklineTests
{
    [Fact]
    public void the_greatest_value_is_a_full_block() => Sparkline.Of([0, 1, 2, 7]).ShouldBe("▁▂▃█");

    [Fact]
    public void nothing_is_the_lowest_block() => Sparkline.Of([0, 0, 0]).ShouldBe("▁▁▁");

    [Fact]
    public void a_week_is_seven_lines_on_one_scale()
    {
        double[] hours = new double[168];
        hours[0] = 1;
        hours[167] = 2;
        string[] lines = [.. Sparkline.Week(hours)];
        lines.Length.ShouldBe(7);
        lines[0].ShouldBe("Mon ▅▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁");
        lines[6].ShouldBe("Sun ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁█");
    }
}
