using SendFlowr.Pipeline.Experiments;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Experiments;

public sealed class LiftEstimateTests(ITestOutputHelper output)
{
    [Fact]
    public void a_small_case_is_as_computed_by_hand()
    {
        ArmOutcomes control = Arm((10, 1), (10, 3));
        ArmOutcomes arm = Arm((10, 4), (20, 5), (0, 0));
        LiftEstimate lift = LiftEstimate.Of(arm, control);
        arm.People.ShouldBe(2);
        lift.Rate.ShouldBe(0.3, 1e-12);
        lift.Lift.ShouldBe(0.5, 1e-12);

        // Residuals x − r·n: control −1 and 1, arm 1 and −1; each variance 2/1·2/(Σx)².
        double half = LiftEstimate.StudentQuantile(1) * Math.Sqrt((4.0 / 16) + (4.0 / 81));
        lift.Low.ShouldBe((1.5 * Math.Exp(-half)) - 1, 1e-9);
        lift.High.ShouldBe((1.5 * Math.Exp(half)) - 1, 1e-9);
    }

    [Theory]
    [InlineData(5, 2.571)]
    [InlineData(10, 2.228)]
    [InlineData(49, 2.010)]
    [InlineData(1_000_000, 1.960)]
    public void the_quantile_is_that_of_the_tables(int degrees, double table) =>
        LiftEstimate.StudentQuantile(degrees).ShouldBe(table, 0.01);

    [Fact]
    public void the_control_has_no_lift() =>
        LiftEstimate.OfControl(Arm((10, 1), (10, 3))).ShouldBe(new LiftEstimate(0.2, 0, 0, 0));

    [Fact]
    public void what_the_data_do_not_bound_has_no_interval()
    {
        LiftEstimate nobody = LiftEstimate.Of(Arm((10, 0), (10, 0)), Arm((10, 1), (10, 3)));
        nobody.Lift.ShouldBe(-1);
        double.IsNaN(nobody.Low).ShouldBeTrue();
        double.IsNaN(LiftEstimate.Of(Arm((10, 1)), Arm((10, 1), (10, 3))).High).ShouldBeTrue();
        double.IsNaN(LiftEstimate.Of(Arm(), Arm((10, 1), (10, 3))).Lift).ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => Arm((3, 4)));
    }

    [Theory]
    [InlineData(500, 14, 1.4)]
    [InlineData(50, 14, 1.0)]
    [InlineData(120, 4, 2.5)]
    public void nineteen_of_twenty_intervals_hold_the_truth(int people, int messages, double ratio)
    {
        const int seed = 20_261_121;
        const int experiments = 3_000;
        Random random = new(seed);
        int held = 0;
        for (int experiment = 0; experiment < experiments; experiment++)
        {
            ArmOutcomes control = Simulate(random, people, messages, 0.12);
            ArmOutcomes arm = Simulate(random, people, messages, 0.12 * ratio);
            LiftEstimate lift = LiftEstimate.Of(arm, control);
            held += lift.Low <= ratio - 1 && ratio - 1 <= lift.High ? 1 : 0;
        }

        double coverage = held / (double)experiments;
        output.WriteLine($"seed {seed}: {coverage:0.000} of the intervals hold the truth");
        coverage.ShouldBeInRange(0.93, 0.965); // the figure itself has a deviation of 0.004
    }

    /// <summary>People differ: their own rates are spread evenly from nothing to twice the mean, and some get fewer messages.</summary>
    private static ArmOutcomes Simulate(Random random, int people, int messages, double mean)
    {
        ArmOutcomes arm = new();
        for (int person = 0; person < people; person++)
        {
            double rate = 2 * mean * random.NextDouble();
            int count = random.Next(1, messages + 1);
            int engaged = 0;
            for (int message = 0; message < count; message++)
            {
                engaged += random.NextDouble() < rate ? 1 : 0;
            }

            arm.AddPerson(count, engaged);
        }

        return arm;
    }

    private static ArmOutcomes Arm(params (long Messages, long Engaged)[] people)
    {
        ArmOutcomes arm = new();
        foreach ((long messages, long engaged) in people)
        {
            arm.AddPerson(messages, engaged);
        }

        return arm;
    }
}
