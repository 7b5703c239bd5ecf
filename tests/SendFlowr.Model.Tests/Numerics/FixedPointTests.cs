using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Tests.Numerics;

public class FixedPointTests
{
    private const double Unit = 1 / 68719476736.0;

    [Fact]
    public void rounds_half_to_even()
    {
        FixedPoint.FromDouble(2.5 * Unit).ShouldBe(2);
        FixedPoint.FromDouble(3.5 * Unit).ShouldBe(4);
        FixedPoint.FromDouble(-2.5 * Unit).ShouldBe(-2);
        FixedPoint.FromDouble(2.51 * Unit).ShouldBe(3);
        FixedPoint.FromDouble(1).ShouldBe(1L << 36);
    }

    [Fact]
    public void comes_back_unchanged_when_it_fits()
    {
        Random random = new(7);
        for (int i = 0; i < 10_000; i++)
        {
            long units = random.NextInt64(-(1L << 52), 1L << 52);
            FixedPoint.FromDouble(FixedPoint.ToDouble(units)).ShouldBe(units);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(134217728.0)]
    [InlineData(-134217729.0)]
    public void refuses_what_does_not_fit(double value) =>
        Should.Throw<ArgumentOutOfRangeException>(() => FixedPoint.FromDouble(value)).Message.ShouldContain("2^27");
}
