using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Tests.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Curves;

public class EmpiricalBayesCurveTests
{
    private const int Start = 28_000_800; // a UTC midnight
    private const double HalfLifeMinutes = 120 * 1440;

    private readonly EmpiricalBayesCurve _curve = new();
    private readonly EvidenceState _state = new();

    [Fact]
    public void without_evidence_it_is_the_population()
    {
        PopulationCurve population = Population(4);
        _state.Read(default, EvidenceWeights.Default);
        _curve.Build(_state, PersonClock.Utc, population);
        for (int cell = 0; cell < WeekGrid.CellsPerWeek; cell++)
        {
            _curve.Total.Densities[cell].ShouldBe(population.Week.Densities[cell], 1e-17);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void is_the_formula_of_its_definition(int seed)
    {
        PopulationCurve population = Population(seed);
        RingEntry[] entries = Entries(seed, 40 * seed * seed);
        Build(entries, PersonClock.FromOffset(-330), population);

        RingEntry[] ring = [.. entries.OrderBy(e => e.Minute).TakeLast(256)];
        double[] votes = [.. ring.Select(e => 1 / Math.Sqrt(ring.Count(o => o.Minute / 1440 == e.Minute / 1440)))];
        double[] w = [.. ring.Select((e, i) => votes[i] * Math.Pow(2, -(ring.Max(o => o.Minute) - e.Minute) / HalfLifeMinutes))];
        double n = w.Sum();
        double[] expected = new double[WeekGrid.CellsPerWeek];
        for (int cell = 0; cell < expected.Length; cell++)
        {
            (int weekday, int k) = Math.DivRem((cell * 5) + 2, 1440);
            double own = 0;
            double onDay = 0;
            for (int i = 0; i < ring.Length; i++)
            {
                MinuteOfWeek local = MinuteOfWeek.FromEpochMinute(ring[i].Minute - 330);
                int distance = Math.Abs(local.MinuteOfDay - k);
                distance = Math.Min(distance, 1440 - distance);
                own += distance <= 225 ? w[i] * Math.Exp(-distance * distance / (2 * 45.0 * 45)) / (45 * Math.Sqrt(2 * Math.PI)) : 0;
                onDay += local.Weekday == weekday ? w[i] : 0;
            }

            double gd = population.WeekdayShares[weekday];
            double g = population.TimeOfDay[cell];
            expected[cell] = (0.98 * (own + (12 * g)) / (n + 12) * (onDay + (20 * gd)) / (n + 20)) + (0.02 * gd * g);
        }

        double mass = 5 * expected.Sum();
        mass.ShouldBe(1, 0.1);
        for (int cell = 0; cell < expected.Length; cell++)
        {
            _curve.Total.Densities[cell].ShouldBe(expected[cell] / mass, expected[cell] * 1e-5);
        }

        _curve.EvidenceWeight.ShouldBe(n, 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public void has_mass_1(int count)
    {
        Build(Entries(5, count), PersonClock.Utc, Population(6));
        _curve.Total.Mass(new MinuteOfWeek(77), 10_080).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void a_curve_as_of_a_day_is_the_curve_of_what_was_known_before_it()
    {
        RingEntry[] entries = Entries(8, 200);
        int midnight = Start + (50 * 1440);
        Build([.. entries.Where(e => e.Minute < midnight)], PersonClock.Utc, PopulationCurve.Empty);
        double[] expected = _curve.Total.Densities.ToArray();
        _state.Read(NaiveRing.View(NaiveRing.Built(entries)), EvidenceWeights.Default, midnight);
        _curve.Build(_state, PersonClock.Utc, PopulationCurve.Empty);
        _curve.Total.Densities.ToArray().ShouldBe(expected);
    }

    [Fact]
    public void building_allocates_nothing()
    {
        byte[] row = NaiveRing.Built(Entries(9, 300));
        PopulationCurve population = Population(1);
        long before = 0;
        for (int i = 0; i < 3; i++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            _state.Read(NaiveRing.View(row), EvidenceWeights.Default);
            _curve.Build(_state, PersonClock.Utc, population);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void bits_are_frozen()
    {
        Build(Entries(10, 200), PersonClock.Utc, Population(2));
        ulong[] bits = [.. new[] { 3.0, 555.5, 4000, 9999.25 }.Select(m => BitConverter.DoubleToUInt64Bits(_curve.Total.DensityAt(m)))];
        bits.Select(b => $"{b:X16}").ShouldBe(["3F2076E05B8B3306", "3F1804625D2475F4", "3F2138CCACD84140", "3F29CA635EC42227"]);
    }

    private void Build(RingEntry[] entries, PersonClock clock, PopulationCurve population)
    {
        _state.Read(NaiveRing.View(NaiveRing.Built(entries)), EvidenceWeights.Default);
        _curve.Build(_state, clock, population);
    }

    private static RingEntry[] Entries(int seed, int count)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Entry(Start + random.Next(100 * 1440))).DistinctBy(e => e.Minute)];
    }

    /// <summary>A tenant that is active around midnight, so that its weekdays have not all mass 1.</summary>
    private static PopulationCurve Population(int seed)
    {
        Random random = new(seed);
        CurveSums sums = new();
        for (int i = 0; i < 500; i++)
        {
            sums.AddEvent(MinuteOfWeek.Wrap((random.Next(4) * 1440) - random.Next(300)), 0.5, 0);
        }

        return CurvePriors.Factory.Advance(0, sums).Population;
    }

    private static RingEntry Entry(int minute) => new(minute, EvidenceClass.Conversion, 0);
}
