using SendFlowr.Audience.Chances;

namespace SendFlowr.Audience.Tests.Chances;

/// <summary>All with fixed seeds: what holds once holds for ever.</summary>
public sealed class ChanceTests
{
    private const int Draws = 200_000;

    [Fact]
    public void a_place_always_gives_the_same_numbers_on_every_machine()
    {
        Chance chance = Chance.At(1, ChancePurpose.Visits, 7, 3);
        ulong first = chance.NextBits();
        Chance.At(1, ChancePurpose.Visits, 7, 3).NextBits().ShouldBe(first);
        first.ShouldBe(1_573_671_604_437_308_807UL);
    }

    [Fact]
    public void neighbouring_places_are_independent()
    {
        double[] sums = new double[4];
        for (int person = 0; person < Draws; person++)
        {
            double here = Chance.At(1, ChancePurpose.Visits, person, 3).NextUnit() - 0.5;
            sums[0] += here * (Chance.At(1, ChancePurpose.Visits, person + 1, 3).NextUnit() - 0.5);
            sums[1] += here * (Chance.At(1, ChancePurpose.Visits, person, 4).NextUnit() - 0.5);
            sums[2] += here * (Chance.At(1, ChancePurpose.Burst, person, 3).NextUnit() - 0.5);
            sums[3] += here * (Chance.At(2, ChancePurpose.Visits, person, 3).NextUnit() - 0.5);
        }

        // A correlation of independent streams has a standard deviation of 1/sqrt(n).
        sums.ShouldAllBe(sum => Math.Abs(sum * 12 / Draws) < 4 / Math.Sqrt(Draws));
    }

    [Fact]
    public void units_are_uniform()
    {
        int[] bins = new int[100];
        Chance chance = Chance.At(3, ChancePurpose.Person, 0);
        for (int i = 0; i < Draws; i++)
        {
            bins[(int)(chance.NextUnit() * bins.Length)]++;
        }

        double expected = (double)Draws / bins.Length;
        bins.Sum(count => (count - expected) * (count - expected) / expected).ShouldBeInRange(55, 155); // 99 degrees of freedom, ± 4 deviations
    }

    [Fact]
    public void distributions_have_their_mean_and_deviation()
    {
        Chance chance = Chance.At(4, ChancePurpose.Person, 0);
        (double mean, double deviation) = Moments(() => chance.Normal(5, 2));
        mean.ShouldBe(5, 0.03);
        deviation.ShouldBe(2, 0.03);
        (mean, deviation) = Moments(() => chance.Exponential(3));
        mean.ShouldBe(3, 0.05);
        deviation.ShouldBe(3, 0.05);
        (mean, deviation) = Moments(() => chance.Poisson(2.5));
        mean.ShouldBe(2.5, 0.03);
        deviation.ShouldBe(Math.Sqrt(2.5), 0.03);
        (mean, _) = Moments(() => chance.LogNormal(4, 0.5) < 4 ? 1 : 0);
        mean.ShouldBe(0.5, 0.01);
        (mean, _) = Moments(() => chance.LogUniform(1, 4) < 2 ? 1 : 0);
        mean.ShouldBe(0.5, 0.01);
        (mean, _) = Moments(() => chance.NextBelow(7));
        mean.ShouldBe(3, 0.03);
    }

    private static (double Mean, double Deviation) Moments(Func<double> draw)
    {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < Draws; i++)
        {
            double value = draw();
            sum += value;
            squares += value * value;
        }

        double mean = sum / Draws;
        return (mean, Math.Sqrt((squares / Draws) - (mean * mean)));
    }
}
