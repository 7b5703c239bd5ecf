using SendFlowr.Model.Curves;

namespace SendFlowr.Model.Tests.Curves;

public class SizeBucketTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.999, 0)]
    [InlineData(1, 1)]
    [InlineData(1.999, 1)]
    [InlineData(2, 2)]
    [InlineData(63.9, 6)]
    [InlineData(64, 7)]
    [InlineData(128, 8)]
    [InlineData(256, 8)]
    public void counts_the_bounds_that_are_reached(double votes, int bucket) => SizeBucket.Of(votes).ShouldBe(bucket);
}
