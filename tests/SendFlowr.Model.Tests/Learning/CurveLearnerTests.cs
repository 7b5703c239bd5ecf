using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Tests.Curves;
using SendFlowr.Model.Tests.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Learning;

public class CurveLearnerTests
{
    private const int Day = People.FirstDay + 45;

    private static readonly CurvePriors Tenant = People.Tenant(4);

    private readonly CurveLearner _learner = new();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 6)]
    [InlineData(3, 120)]
    [InlineData(4, 300)]
    public void a_day_is_held_against_what_was_known_before_it(int seed, int countBefore)
    {
        RingEntry[] before = [.. People.Entries(seed, countBefore, 44)];
        RingEntry[] ofDay = [.. People.Entries(seed + 50, 9, 1, Day)];
        RingEntry[] after = [.. People.Entries(seed + 70, 9, 3, Day + 1)];
        CurveSums sums = Learn([.. before.TakeLast(230), .. ofDay, .. after]);
        SlowCurve slow = new(before.TakeLast(230), Tenant);
        double vote = 1 / Math.Sqrt(ofDay.Length);
        double[] timeOfDay = new double[12];
        double[] weekday = new double[4];
        double logit = 0;
        double[] cohorts = new double[12 * 336];
        foreach (int minute in ofDay.Select(e => MinuteOfWeek.FromEpochMinute(e.Minute).Value))
        {
            double[] parts = Weighted(Tenant.Weights.TimeOfDay(slow.Bucket), slow.TimeOfDay(minute));
            double[] profiles = Weighted(Tenant.Weights.Weekday(slow.Bucket), slow.Weekday(minute / 1440));
            AddShares(timeOfDay, parts, 1);
            AddShares(weekday, profiles, 1);
            double population = Tenant.Population.Week.DensityAt(new MinuteOfWeek(minute));
            logit += vote * vote * (Math.Log(population) - Math.Log(parts.Sum() * profiles.Sum()));
            double[] fits = [.. slow.Cohorts.Select((c, j) => c * Tenant.Cohorts.Shape(j)[minute / 30])];
            double heard = vote / Math.Sqrt(1 + (Math.Min(countBefore, before.TakeLast(230).Count()) / 50.0));
            for (int shape = 0; shape < 12; shape++)
            {
                cohorts[(shape * 336) + (minute / 30)] += heard * fits[shape] / fits.Sum();
            }
        }

        sums.Events.ShouldBe(ofDay.Length);
        sums.Weights.Events.Sum().ShouldBe(ofDay.Length);
        sums.Weights.Events[slow.Bucket].ShouldBe(ofDay.Length);

        // Between cell centres a narrow kernel on the grid is a little lower than the formula's.
        Near(sums.Weights.TimeOfDay.AsSpan(slow.Bucket * 12, 12), timeOfDay, 0.01);
        Near(sums.Weights.Weekday.AsSpan(slow.Bucket * 4, 4), weekday, 1e-6);
        FixedPoint.ToDouble(sums.Weights.GuardLogits[slow.Bucket]).ShouldBe(logit, 0.02);
        Near(sums.Cohorts, cohorts, 1e-7);
    }

    [Fact]
    public void populations_are_votes_and_their_kernels_with_three_memories()
    {
        CurveSums sums = Learn([Entry((Day * 1440) + 600), Entry((Day * 1440) + 700), Entry((Day * 1440) + 1440), Entry((Day * 1440) - 5)]);
        int weekday = UtcDay.Weekday(Day);
        double vote = 1 / Math.Sqrt(2);
        int cell = (weekday * 288) + (602 / 5);
        FixedPoint.ToDouble(sums.Population.Weekdays[weekday]).ShouldBe(2 * vote, 1e-9);
        FixedPoint.ToDouble(sums.Population.Cells[cell]).ShouldBe(vote * (Gauss(20, 2) + Gauss(20, 98)), 1e-7);
        FixedPoint.ToDouble(sums.Population.RecentCells[cell]).ShouldBe(vote * (Gauss(45, 2) + Gauss(45, 98)), 1e-6);
        FixedPoint.ToDouble(sums.Population.DayCells[602 / 5]).ShouldBe(vote * (Gauss(20, 2) + Gauss(20, 98)), 1e-7);
        FixedPoint.ToDouble(sums.Population.DayVotes[0]).ShouldBe(2 * vote, 1e-9);
    }

    [Fact]
    public void opens_teach_the_population_by_their_weight_and_the_weights_nothing()
    {
        CurveSums sums = Learn([new RingEntry((Day * 1440) + 600, EvidenceClass.EventOpen, 1)]);
        sums.Events.ShouldBe(1);
        FixedPoint.ToDouble(sums.Population.Weekdays[UtcDay.Weekday(Day)]).ShouldBe(0.1, 1e-9);
        sums.Weights.Events.ShouldAllBe(count => count == 0);
        sums.Weights.GuardLogits.ShouldAllBe(logit => logit == 0);
        FixedPoint.ToDouble(sums.Cohorts.ToArray().Sum()).ShouldBe(0.1, 1e-8);
    }

    [Fact]
    public void late_events_have_decayed_as_if_they_had_come_in_time()
    {
        EvidenceState late = new();
        late.ReadDay(NaiveRing.View(NaiveRing.Built([Entry((Day - 14) * 1440)])), EvidenceWeights.Default, Day - 14);
        CurveSums lateSums = new();
        CurveLearner.AddLate(lateSums, late, PersonClock.Utc, 14);
        PopulationState inTime = new PopulationState().Advance(1, Learn([Entry((Day - 14) * 1440)], Day - 14).Population).Advance(14, new PopulationState());
        foreach ((long[] expected, long[] got) in inTime.Arrays.Zip(lateSums.Population.Arrays))
        {
            for (int i = 0; i < expected.Length; i++)
            {
                Math.Abs(got[i] - expected[i]).ShouldBeLessThan(20, "each day rounds");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void neither_partitions_nor_slices_nor_order_nor_repetition_change_a_bit(int seed)
    {
        RingEntry[][] people = [.. Enumerable.Range(0, 60).Select(p => People.Entries((seed * 100) + p, 1 + (p * 4), 50))];
        byte[] expected = Sum(people, 1, new Random(seed)).ToBytes();
        string digest = Tenant.Advance(Day, CurveSums.Read(expected)).Digest;
        foreach (int partitions in new[] { 2, 8, 31 })
        {
            Random random = new(seed + partitions);
            random.Shuffle(people);
            CurveSums sums = Sum([.. people.Select(entries => Shuffled(entries, random))], partitions, random);
            sums.ToBytes().ShouldBe(expected);
            Tenant.Advance(Day, sums).Digest.ShouldBe(digest);
        }
    }

    [Fact]
    public void weeks_of_learning_end_in_the_same_version_with_1_and_8_partitions()
    {
        RingEntry[][] people = [.. Enumerable.Range(0, 25).Select(p => People.Entries(700 + p, 10 + (p * 6), 28))];
        RingEntry[] someone = people[20];
        CurvePriors one = Weeks(people, 1, new Random(1));
        CurvePriors eight = Weeks(people, 8, new Random(2));
        eight.Digest.ShouldBe(one.Digest);
        PersonWeek week = new();
        week.Build(People.Read(someone, one));
        double[] expected = week.Total.Densities.ToArray();
        week.Build(People.Read(someone, eight));
        week.Total.Densities.ToArray().ShouldBe(expected);
        one.Weights.TimeOfDay(4).ToArray().ShouldNotBe(CurvePriors.Factory.Weights.TimeOfDay(4).ToArray(), "something was learned");
    }

    private CurvePriors Weeks(RingEntry[][] people, int partitions, Random random)
    {
        CurvePriors priors = CurvePriors.Factory;
        for (int day = People.FirstDay; day < People.FirstDay + 28; day++)
        {
            CurveSums[] parts = [.. Enumerable.Range(0, partitions).Select(_ => new CurveSums())];
            random.Shuffle(people);
            foreach (RingEntry[] entries in people)
            {
                byte[] ring = NaiveRing.Built(Shuffled([.. entries.Where(e => e.Minute / 1440 <= day)], random));
                _learner.AddPerson(parts[random.Next(partitions)], NaiveRing.View(ring), day, EvidenceWeights.Default, PersonClock.Utc, priors);
            }

            foreach (CurveSums part in parts.Skip(1))
            {
                parts[0].Merge(CurveSums.Read(part.ToBytes()));
            }

            priors = CurvePriors.Read(priors.Advance(day, parts[0]).ToBytes());
        }

        return priors;
    }

    private CurveSums Sum(RingEntry[][] people, int partitions, Random random)
    {
        CurveSums[] parts = [.. Enumerable.Range(0, partitions).Select(_ => new CurveSums())];
        foreach (RingEntry[] entries in people)
        {
            _learner.AddPerson(parts[random.Next(partitions)], NaiveRing.View(NaiveRing.Built(entries)), Day, EvidenceWeights.Default, PersonClock.FromOffset(75), Tenant);
        }

        while (parts.Length > 1)
        {
            random.Shuffle(parts);
            parts[^1].Merge(parts[0]);
            parts = parts[1..];
        }

        return parts[0];
    }

    private static RingEntry[] Shuffled(RingEntry[] entries, Random random)
    {
        RingEntry[] again = [.. entries, .. entries.Where(_ => random.Next(4) == 0)];
        random.Shuffle(again);
        return again;
    }

    private CurveSums Learn(RingEntry[] entries, int day = Day)
    {
        CurveSums sums = new();
        _learner.AddPerson(sums, NaiveRing.View(NaiveRing.Built(entries)), day, EvidenceWeights.Default, PersonClock.Utc, Tenant);
        return sums;
    }

    private static double[] Weighted(ReadOnlySpan<double> weights, double[] parts)
    {
        double[] weighted = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            weighted[i] = weights[i] * parts[i];
        }

        return weighted;
    }

    private static void AddShares(double[] sums, double[] parts, double scale)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            sums[i] += scale * parts[i] / parts.Sum();
        }
    }

    private static void Near(ReadOnlySpan<long> sums, double[] expected, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            FixedPoint.ToDouble(sums[i]).ShouldBe(expected[i], tolerance, $"number {i}");
        }
    }

    private static double Gauss(double sigma, double distance) =>
        distance > 5 * sigma ? 0 : Math.Exp(-distance * distance / (2 * sigma * sigma)) / (sigma * Math.Sqrt(2 * Math.PI));

    private static RingEntry Entry(int minute) => new(minute, EvidenceClass.Conversion, 0);
}
