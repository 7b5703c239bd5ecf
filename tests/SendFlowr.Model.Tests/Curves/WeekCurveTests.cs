using SendFlowr.Model.Curves;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Curves;

public class WeekCurveTests
{
    private readonly WeekCurve _curve = Bumpy(11);

    [Fact]
    public void integrates_to_1_in_every_projection_meets_specification()
    {
        foreach (int slots in new[] { 10_080, 168, 24 })
        {
            double[] masses = new double[slots];
            _curve.ToSlots(masses);
            masses.Sum().ShouldBe(1, 1e-9);
        }

        _curve.Mass(new MinuteOfWeek(4321), 10_080).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void is_the_cell_at_its_centre_and_linear_between()
    {
        _curve.DensityAt(new MinuteOfWeek(2)).ShouldBe(_curve.Densities[0]);
        _curve.DensityAt(5.5 * 5).ShouldBe((_curve.Densities[5] * 0.9) + (_curve.Densities[6] * 0.1), 1e-12);
        _curve.DensityAt(10_079.5).ShouldBe((_curve.Densities[2015] * 0.5) + (_curve.Densities[0] * 0.5), 1e-15);
        _curve.DensityAt(0.0).ShouldBe((_curve.Densities[2015] * 0.4) + (_curve.Densities[0] * 0.6), 1e-15);
    }

    [Fact]
    public void is_periodic_and_fractional_minutes_agree_with_whole_ones_bit_for_bit_meets_specification()
    {
        for (int minute = 0; minute < 10_080; minute++)
        {
            double density = _curve.DensityAt(new MinuteOfWeek(minute));
            _curve.DensityAt((double)minute).ShouldBe(density);
            _curve.DensityAt(minute - 10_080.0).ShouldBe(density);
            _curve.DensityAt(minute + 20_160.0).ShouldBe(density);
        }

        _curve.DensityAt(-1e-18).ShouldBe(_curve.DensityAt(0.0), 1e-15);
        Should.Throw<ArgumentOutOfRangeException>(() => _curve.DensityAt(double.NaN));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(1440)]
    public void a_mass_is_the_sum_of_its_minutes(int minutes)
    {
        for (int start = 0; start < WeekCurve.MinutesPerWeek; start += start < 9_000 ? 97 : 11)
        {
            MinuteOfWeek minute = new(start);
            Enumerable.Range(0, minutes).Sum(i => _curve.DensityAt(minute.Plus(i))).ShouldBe(_curve.Mass(minute, minutes), 1e-12);
        }
    }

    [Fact]
    public void uniform_is_the_same_everywhere() => WeekCurve.Uniform().DensityAt(123.4).ShouldBe(1.0 / 10_080, 1e-18);

    [Fact]
    public void densities_that_are_none_are_refused()
    {
        double[] densities = new double[WeekGrid.CellsPerWeek];
        densities[7] = -1;
        Should.Throw<ArgumentException>(() => WeekCurve.FromDensities(densities)).Message.ShouldContain("cell 7");
        Should.Throw<ArgumentException>(() => WeekCurve.FromDensities(new double[7])).Message.ShouldContain("2016");
        Should.Throw<ArgumentException>(() => _curve.ToSlots(new double[48])).Message.ShouldContain("48");
        Should.Throw<ArgumentOutOfRangeException>(() => _curve.Mass(default, 10_081));
    }

    /// <summary>A random curve of mass 1.</summary>
    internal static WeekCurve Bumpy(int seed)
    {
        Random random = new(seed);
        double[] densities = [.. Enumerable.Range(0, WeekGrid.CellsPerWeek).Select(_ => random.NextDouble())];
        double mass = 5 * densities.Sum();
        return WeekCurve.FromDensities([.. densities.Select(d => d / mass)]);
    }
}
