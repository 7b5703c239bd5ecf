using SendFlowr.Model.Learning;

namespace SendFlowr.Model.Tests.Learning;

public class ChanceCalibrationTests
{
    private readonly ChanceOutcomes _outcomes = new();

    private ChanceCalibration Calibration => new(_outcomes.Windows, _outcomes.Hits);

    [Fact]
    public void knows_nothing_at_first_and_keeps_the_raw_chance()
    {
        ChanceCalibration calibration = Calibration;
        foreach (int bin in Enumerable.Range(0, 32))
        {
            double middle = Math.Pow(10, -4 + ((bin + 0.5) / 8));
            calibration.Chance(middle).ShouldBe(middle, 1e-9);
        }

        calibration.Chance(0).ShouldBe(Math.Pow(10, -4 + (0.5 / 8)), 1e-12);
        calibration.Chance(1).ShouldBe(Math.Pow(10, -0.5 / 8), 1e-12);
        double between = (Math.Pow(10, -4 + (10.5 / 8)) + Math.Pow(10, -4 + (11.5 / 8))) / 2;
        calibration.Chance(Math.Pow(10, -4 + (11 / 8.0))).ShouldBe(between, 1e-9);
    }

    [Fact]
    public void learns_that_raw_chances_are_twice_too_high()
    {
        Random random = new(1);
        for (int i = 0; i < 400_000; i++)
        {
            double raw = Math.Pow(10, -2 * random.NextDouble());
            _outcomes.Add(raw, random.NextDouble() < raw / 2);
        }

        ChanceCalibration calibration = Calibration;
        foreach (double raw in new[] { 0.03, 0.1, 0.3, 0.7 })
        {
            calibration.Chance(raw).ShouldBe(raw / 2, raw * 0.06);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void is_the_closest_monotone_fit(int seed)
    {
        Random random = new(seed);
        double[] windows = [.. Enumerable.Repeat(10.0, 32)];
        double[] hits = [.. Enumerable.Range(0, 32).Select(b => 10 * Math.Pow(10, -4 + ((b + 0.5) / 8)))];
        for (int i = 0; i < 3000; i++)
        {
            int bin = random.Next(32);
            bool hit = random.Next(3) == 0;
            _outcomes.Add(Math.Pow(10, -4 + ((bin + 0.3) / 8)), hit);
            windows[bin]++;
            hits[bin] += hit ? 1 : 0;
        }

        ChanceCalibration calibration = Calibration;
        for (int bin = 0; bin < 32; bin++)
        {
            // The monotone regression at a bin is the greatest over its left ends of the least over its right ends of the mean between.
            double expected = Enumerable.Range(0, bin + 1).Max(a => Enumerable.Range(bin, 32 - bin).Min(b => hits[a..(b + 1)].Sum() / windows[a..(b + 1)].Sum()));
            calibration.Chance(Math.Pow(10, -4 + ((bin + 0.5) / 8))).ShouldBe(expected, 1e-9);
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void what_is_no_chance_is_refused(double raw) => Should.Throw<ArgumentOutOfRangeException>(() => Calibration.Chance(raw));
}
