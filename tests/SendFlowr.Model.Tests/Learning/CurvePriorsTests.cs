using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Tests.Curves;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Learning;

public class CurvePriorsTests
{
    private const int Day = People.FirstDay;

    [Fact]
    public void an_empty_tenant_has_the_factory_weights_and_starting_shapes()
    {
        CurvePriors priors = CurvePriors.Factory;
        priors.Weights.TimeOfDay(0)[(int)CurvePart.Population30Days].ShouldBe(0.4085, 1e-3);
        priors.Weights.Weekday(8)[0].ShouldBe(0.4186, 1e-3);
        priors.Weights.Guard(3).ShouldBe(1 / (1 + Math.Exp(3)), 1e-9);
        for (int bucket = 0; bucket < 9; bucket++)
        {
            priors.Weights.TimeOfDay(bucket).ToArray().Sum().ShouldBe(1, 1e-12);
            priors.Weights.Weekday(bucket).ToArray().Sum().ShouldBe(1, 1e-12);
        }

        for (int shape = 0; shape < 12; shape++)
        {
            double[] masses = priors.Cohorts.Shape(shape).ToArray();
            masses.Sum().ShouldBe(1, 1e-9);
            int top = Array.IndexOf(masses, masses.Max());
            (top % 48).ShouldBe((8 * (shape % 6)) + 3, "the first of the two half hours around 2, 6, … 22 o'clock");
            (masses[(6 * 48) + 7] / masses[48 + 7]).ShouldBe(shape < 6 ? 0.15 : 1, 1e-6);
            priors.Cohorts.Common[shape].ShouldBe(1.0 / 12, 1e-9);
        }
    }

    [Fact]
    public void weights_move_toward_the_mean_by_the_step_of_as_many_events()
    {
        CurveSums sums = new();
        double[] only = new double[12];
        only[3] = 1;
        const int events = 40;
        for (int i = 0; i < events; i++)
        {
            sums.AddResponsibilities(2, [0, 1, 0, 0], only, 0.01);
        }

        CurvePriors once = CurvePriors.Factory.Advance(Day, sums);
        double kept = Enumerable.Range(0, events).Aggregate(1.0, (left, i) => left * (1 - Math.Pow(i + 50, -0.6)));
        double before = CurvePriors.Factory.Weights.TimeOfDay(2)[3];
        once.Weights.TimeOfDay(2)[3].ShouldBe(1 - (kept * (1 - before)), 1e-9);
        once.Weights.TimeOfDay(2)[5].ShouldBe(kept * CurvePriors.Factory.Weights.TimeOfDay(2)[5], 1e-9);
        once.Weights.Weekday(2)[1].ShouldBe(1 - (kept * (1 - CurvePriors.Factory.Weights.Weekday(2)[1])), 1e-9);
        once.Weights.TimeOfDay(1).ToArray().ShouldBe(CurvePriors.Factory.Weights.TimeOfDay(1).ToArray());
        once.Weights.Guard(2).ShouldBe(1 / (1 + Math.Exp(3 - 0.4)), 1e-6);

        double next = Enumerable.Range(events, events).Aggregate(1.0, (left, i) => left * (1 - Math.Pow(i + 50, -0.6)));
        once.Advance(Day + 1, sums).Weights.TimeOfDay(2)[5].ShouldBe(next * once.Weights.TimeOfDay(2)[5], 1e-9, "later days move less");
    }

    [Fact]
    public void the_guard_is_clipped_once_after_the_day()
    {
        CurveSums sums = new();
        double[] even = [.. Enumerable.Repeat(1.0, 12)];
        sums.AddResponsibilities(0, [1, 1, 1, 1], even, 40);
        sums.AddResponsibilities(0, [1, 1, 1, 1], even, -38);
        sums.AddResponsibilities(1, [1, 1, 1, 1], even, 40);
        sums.AddResponsibilities(2, [1, 1, 1, 1], even, -40);
        CurvePriors priors = CurvePriors.Factory.Advance(Day, sums);
        priors.Weights.Guard(0).ShouldBe(1 / (1 + Math.Exp(1)), 1e-9);
        priors.Weights.Guard(1).ShouldBe(1 / (1 + Math.Exp(-5.806)), 1e-9);
        priors.Weights.Guard(2).ShouldBe(1 / (1 + Math.Exp(5.806)), 1e-9);
    }

    [Fact]
    public void recent_populations_decay_with_every_day_and_the_whole_one_never()
    {
        CurveSums sums = new();
        for (int i = 0; i < 1000; i++)
        {
            sums.AddEvent(new MinuteOfWeek(700), 1, 0);
        }

        PopulationState state = new PopulationState().Advance(1, sums.Population);
        PopulationState later = state.Advance(30, new PopulationState());
        later.Cells.ShouldBe(state.Cells);
        FixedPoint.ToDouble(later.RecentWeekdays[0]).ShouldBe(1000 * Math.Pow(2, -30.0 / 7), 1e-6);
        FixedPoint.ToDouble(later.DayVotes[0]).ShouldBe(500, 1e-6);
        PopulationState stepwise = state;
        for (int day = 0; day < 30; day++)
        {
            stepwise = stepwise.Advance(1, new PopulationState());
        }

        stepwise.Arrays.SelectMany(a => a).ShouldBe(later.Arrays.SelectMany(a => a), "a gap is so many empty days");
        state.Advance(2_000_000, new PopulationState()).DayVotes[0].ShouldBeLessThan(100, "and ends, however long it is");
    }

    [Fact]
    public void shapes_are_made_anew_when_enough_was_learned()
    {
        CohortState state = CohortState.Start();
        long[] sums = new long[12 * 336];
        sums[(3 * 336) + 100] = FixedPoint.FromDouble(400);
        CohortState first = state.Advance(sums);
        first.Shapes.ShouldBe(state.Shapes, "400 are not more than 500");
        CohortState second = first.Advance(sums);
        second.Shapes.ShouldNotBe(state.Shapes);

        double total = FixedPoint.ToDouble(second.Masses.Sum());
        total.ShouldBe(240 + 800, 1e-6);
        double[] row = [.. Enumerable.Range(0, 336).Select(x => FixedPoint.ToDouble(second.Masses[(3 * 336) + x]))];
        double[] expected =
        [
            .. Enumerable.Range(0, 336).Select(x => (row[(x + 335) % 336] / 4) + (row[x] / 2) + (row[(x + 1) % 336] / 4)
                + (30 * Enumerable.Range(0, 12).Sum(j => FixedPoint.ToDouble(second.Masses[(j * 336) + x])) / total)),
        ];
        for (int x = 0; x < 336; x++)
        {
            second.InForce.Shape(3)[x].ShouldBe(expected[x] / expected.Sum(), 1e-9);
        }

        second.InForce.Common[3].ShouldBe((4 + 80) / (48.0 + 80), 1e-9);
        second.InForce.Common[4].ShouldBe(4 / (48.0 + 80), 1e-9);
        FixedPoint.ToDouble(second.MassAtRebuild[0]).ShouldBe(total, 1e-6);
    }

    [Fact]
    public void a_version_after_a_gap_is_that_of_as_many_empty_days()
    {
        CurvePriors learned = People.Tenant(5, people: 4, days: 5);
        CurveSums empty = new();
        CurvePriors stepwise = learned.Advance(learned.ThroughDay + 1, empty).Advance(learned.ThroughDay + 2, empty).Publish(99, learned.ThroughDay + 2);
        learned.Publish(99, learned.ThroughDay + 2).Digest.ShouldBe(stepwise.Digest);
        learned.Publish(99, learned.ThroughDay).Population7Days.TimeOfDay.ToArray().ShouldBe(learned.Population7Days.TimeOfDay.ToArray());
        Should.Throw<ArgumentOutOfRangeException>(() => learned.Advance(learned.ThroughDay - 1, empty)).Message.ShouldContain("replay");
    }

    [Fact]
    public void the_stored_form_comes_back_with_the_same_bits_and_is_small()
    {
        CurvePriors priors = People.Tenant(6, people: 40, days: 60);
        byte[] bytes = priors.ToBytes();
        bytes.Length.ShouldBeLessThan(70_000);
        CurvePriors read = CurvePriors.Read(bytes);
        read.Digest.ShouldBe(priors.Digest);
        read.Version.ShouldBe(60);
        read.ThroughDay.ShouldBe(Day + 59);
        read.Events.ShouldBe(priors.Events);
        PersonWeek week = new();
        week.Build(People.Read(People.Entries(1, 50), priors));
        double[] expected = week.Total.Densities.ToArray();
        week.Build(People.Read(People.Entries(1, 50), read));
        week.Total.Densities.ToArray().ShouldBe(expected);
        CurvePriors.Read(CurvePriors.Factory.ToBytes()).ThroughDay.ShouldBe(CurvePriors.NoDay);
    }

    [Fact]
    public void digests_are_frozen()
    {
        CurvePriors.Factory.Digest.ShouldBe("7359ddd916903d9f521c7071587da6c78aac8389a3d499e5762b59d7849266ae");
        People.Tenant(7).Digest.ShouldBe("eb6af3d63ff5632245fcece3b460ad0fe94c3d7d5177f0d4f521a082023fe156");
    }

    [Fact]
    public void damaged_records_are_refused_with_what_is_wrong()
    {
        byte[] bytes = CurvePriors.Factory.ToBytes();
        Should.Throw<FormatException>(() => CurvePriors.Read(bytes.AsSpan(0, 1000))).Message.ShouldContain("cut");
        Should.Throw<FormatException>(() => CurvePriors.Read([])).Message.ShouldContain("format none");
        Should.Throw<FormatException>(() => CurvePriors.Read([.. bytes, 0])).Message.ShouldContain("1 bytes too many");
        Should.Throw<FormatException>(() => CurvePriors.Read([2, 1, .. bytes.AsSpan(2)])).Message.ShouldContain("negative");
        bytes[0] = 9;
        Should.Throw<FormatException>(() => CurvePriors.Read(bytes)).Message.ShouldContain("format 9");
    }

    [Fact]
    public void day_sums_come_back_and_those_of_a_quiet_day_are_short()
    {
        CurveSums sums = new();
        sums.ToBytes().Length.ShouldBeLessThan(60);
        sums.AddEvent(new MinuteOfWeek(4000), 1, 0);
        sums.AddOutcome(0.3, true);
        byte[] bytes = sums.ToBytes();
        bytes.Length.ShouldBeLessThan(1500);
        CurveSums.Read(bytes).ToBytes().ShouldBe(bytes);
        CurveSums.Read(bytes).Events.ShouldBe(1);
        sums.IsEmpty.ShouldBeFalse();
        sums.Clear();
        sums.IsEmpty.ShouldBeTrue();
        sums.ToBytes().ShouldBe(new CurveSums().ToBytes());
        Should.Throw<FormatException>(() => CurveSums.Read([])).Message.ShouldContain("0 bytes");
        Should.Throw<FormatException>(() => CurveSums.Read(bytes.AsSpan(0, 20))).Message.ShouldContain("cut");
        Should.Throw<FormatException>(() => CurveSums.Read([.. bytes, 0])).Message.ShouldContain("1 bytes too many");
    }

    [Theory]
    [InlineData(new long[] { 0, 0, 0, 5, -7, 0 })]
    [InlineData(new long[] { long.MinValue, long.MaxValue, 0, -1, 1 })]
    [InlineData(new long[] { 0 })]
    [InlineData(new long[] { })]
    public void stored_numbers_come_back(long[] numbers)
    {
        System.Buffers.ArrayBufferWriter<byte> bytes = new();
        SumCodec.Write(bytes, [numbers, [3]]);
        long[][] read = [new long[numbers.Length], new long[1]];
        SumCodec.Read(bytes.WrittenSpan, read).Length.ShouldBe(0);
        read[0].ShouldBe(numbers);
        read[1].ShouldBe([3]);
    }
}
