using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Tests.Numerics;

public class VectorSumsTests
{
    [Fact]
    public void scaled_adds_have_the_bits_of_one_product_and_one_sum()
    {
        Random random = new(3);
        foreach (int length in new[] { 0, 1, 3, 4, 7, 91, 288 })
        {
            double[] target = Values(random, length);
            double[] values = Values(random, length);
            double[] expected = new double[length];
            for (int i = 0; i < length; i++)
            {
                double product = values[i] * 0.3;
                expected[i] = target[i] + product;
            }

            VectorSums.AddScaled(target, values, 0.3);
            target.ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData(12, 1)]
    [InlineData(12, 5)]
    [InlineData(1, 1)]
    public void run_sums_add_in_the_order_of_their_terms(int count, int step)
    {
        double[] values = Values(new Random(5), 300);
        double[] sums = new double[300 - ((count - 1) * step)];
        VectorSums.RunSums(values, count, step, sums);
        for (int i = 0; i < sums.Length; i++)
        {
            double sum = 0;
            for (int term = 0; term < count; term++)
            {
                sum += values[i + (term * step)];
            }

            sums[i].ShouldBe(sum);
        }
    }

    [Fact]
    public void lengths_that_do_not_match_are_refused()
    {
        Should.Throw<ArgumentException>(() => VectorSums.AddScaled(new double[3], new double[4], 1)).Message.ShouldContain("3 and 4");
        Should.Throw<ArgumentException>(() => VectorSums.RunSums(new double[10], 3, 4, new double[3])).Message.ShouldContain("need 11 values");
    }

    private static double[] Values(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5)];
}
