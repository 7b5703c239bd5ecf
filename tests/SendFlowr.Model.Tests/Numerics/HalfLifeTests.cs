using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Tests.Numerics;

public class HalfLifeTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(14)]
    [InlineData(120)]
    public void is_the_power_of_two_it_says(int days)
    {
        HalfLife halfLife = new(days);
        Random random = new(days);
        foreach (int minutes in Enumerable.Range(0, 2000).Select(i => i < 1000 ? i : random.Next(200 * days * 1440)))
        {
            double expected = Math.Pow(2, -minutes / (days * 1440.0));
            halfLife.After(minutes).ShouldBe(expected, expected * 1e-13);
        }

        halfLife.PerDay.ShouldBe(Math.Pow(2, -1.0 / days), 1e-15);
    }

    [Fact]
    public void whole_half_lives_are_exact_and_what_is_over_is_over()
    {
        HalfLife day = new(1);
        day.After(0).ShouldBe(1);
        day.After(3 * 1440).ShouldBe(0.125);
        day.After(1001 * 1440).ShouldBe(0);
        day.After(int.MaxValue).ShouldBe(0);
    }

    [Fact]
    public void never_rises()
    {
        HalfLife halfLife = new(14);
        for (int minute = 1; minute < 50_000; minute++)
        {
            halfLife.After(minute).ShouldBeLessThan(halfLife.After(minute - 1));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void lengths_out_of_range_are_refused(int days) => Should.Throw<ArgumentOutOfRangeException>(() => new HalfLife(days));
}
