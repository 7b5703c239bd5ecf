using SendFlowr.Pipeline.Experiments;

namespace SendFlowr.Pipeline.Tests.Experiments;

public sealed class ErrorQuantilesTests
{
    [Fact]
    public void a_quantile_is_the_smallest_error_that_its_share_does_not_exceed()
    {
        ErrorQuantiles errors = new();
        double.IsNaN(errors.Quantile(0.5)).ShouldBeTrue();
        foreach (double seconds in new double[] { 4, 1, 3, 2 })
        {
            errors.Add(seconds);
        }

        errors.Quantile(0.5).ShouldBe(2);
        errors.Quantile(0.51).ShouldBe(3);
        errors.Quantile(0).ShouldBe(1);
        errors.Quantile(1).ShouldBe(4);
        errors.Add(0.5);
        errors.Quantile(0.5).ShouldBe(2);
        errors.Count.ShouldBe(5);
        Should.Throw<ArgumentOutOfRangeException>(() => errors.Add(-1));
    }
}
