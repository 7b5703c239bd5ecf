using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Tests.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Learning;

public class PriorsTests
{
    private const int Day = 19_445;
    private const int Midnight = Day * 1440;

    private readonly EvidenceState _scratch = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void neither_partitions_nor_order_change_a_bit(int seed)
    {
        byte[][] rings = Rings(seed, 60);
        string expected = Learn(rings, 1, new Random(seed)).Digest;
        for (int partitions = 2; partitions <= 7; partitions++)
        {
            Random random = new(seed + partitions);
            random.Shuffle(rings);
            Learn(rings, partitions, random).Digest.ShouldBe(expected);
        }
    }

    [Fact]
    public void sums_are_the_votes_and_their_kernels()
    {
        DaySums sums = new();
        byte[] ring = NaiveRing.Built([Entry(Midnight + 600), Entry(Midnight + 700), Entry(Midnight + 1440), Entry(Midnight - 5)]);
        sums.AddPerson(NaiveRing.View(ring), Day, EvidenceWeights.Default, PersonClock.Utc, _scratch);
        sums.Events.ShouldBe(2);
        Priors priors = Priors.Factory.Advance(Day, sums);
        int weekday = UtcDay.Weekday(Day);
        double votes = 2 / Math.Sqrt(2);
        priors.Population.WeekdayShares[weekday].ShouldBe((votes + (20 / 7.0)) / (votes + 20), 1e-9);
        priors.Population.WeekdayShares[(weekday + 1) % 7].ShouldBe(20 / 7.0 / (votes + 20), 1e-9);
        priors.Population.Week.Mass(default, 10_080).ShouldBe(1, 1e-9);

        int cell = (weekday * WeekGrid.CellsPerDay) + (602 / 5);
        double kernel = (Gauss(2) + Gauss(98)) / Math.Sqrt(2);
        priors.Population.TimeOfDay[cell].ShouldBe((kernel + (5 / 10_080.0)) / (votes + (5 / 7.0)), 1e-7);
    }

    [Fact]
    public void an_event_before_midnight_speaks_for_the_next_weekday_too_and_the_mass_stays_1()
    {
        DaySums sums = new();
        sums.AddEvent(new MinuteOfWeek(10_079), 1);
        PopulationCurve population = Priors.Factory.Advance(Day, sums).Population;
        population.Week.DensityAt(new MinuteOfWeek(5)).ShouldBeGreaterThan(5 * population.Week.DensityAt(new MinuteOfWeek(6 * 1440)));
        population.Week.Mass(new MinuteOfWeek(99), 10_080).ShouldBe(1, 1e-9);
        double mean = Enumerable.Range(0, 7).Sum(d => population.WeekdayShares[d] * population.WeekdayMasses[d]);
        mean.ShouldBe(1, 1e-12);
    }

    [Fact]
    public void late_events_join_a_later_version_with_the_same_sums()
    {
        DaySums first = new();
        first.AddEvent(new MinuteOfWeek(100), 1);
        DaySums late = new();
        late.AddEvent(new MinuteOfWeek(5000), 0.5);
        Priors apart = Priors.Factory.Advance(Day, first).Advance(Day, late);
        first.Merge(late);
        Priors together = Priors.Factory.Advance(Day, first);
        apart.Version.ShouldBe(2);
        apart.Population.Week.Densities.ToArray().ShouldBe(together.Population.Week.Densities.ToArray());
        Should.Throw<ArgumentOutOfRangeException>(() => apart.Advance(Day - 1, late)).Message.ShouldContain($"through day {Day}");
    }

    [Fact]
    public void the_stored_form_comes_back_with_the_same_bits()
    {
        Priors priors = Learn(Rings(5, 40), 3, new Random(5));
        Priors read = Priors.Read(priors.ToBytes());
        read.Digest.ShouldBe(priors.Digest);
        read.Version.ShouldBe(1);
        read.ThroughDay.ShouldBe(Day);
        read.Events.ShouldBe(priors.Events);
        read.Population.Week.Densities.ToArray().ShouldBe(priors.Population.Week.Densities.ToArray());
        Priors.Read(Priors.Factory.ToBytes()).ThroughDay.ShouldBe(Priors.NoDay);
    }

    [Fact]
    public void digests_are_frozen()
    {
        DaySums sums = new();
        sums.AddEvent(new MinuteOfWeek(1234), 0.7);
        Priors.Factory.Digest.ShouldBe("80428c99cbffb2ce09b2eaab495150d817236daeb9feb14ea684f7c870ba15d9");
        Priors.Factory.Advance(Day, sums).Digest.ShouldBe("390de2aaa13e2fd510fbe43f1cb7d7e3a3ed1390c02f39de435576cffd6ad5ea");
    }

    [Fact]
    public void damaged_records_are_refused_with_what_is_wrong()
    {
        byte[] bytes = Priors.Factory.ToBytes();
        Should.Throw<FormatException>(() => Priors.Read(bytes.AsSpan(0, 100))).Message.ShouldContain("100 bytes");
        Should.Throw<FormatException>(() => Priors.Read([])).Message.ShouldContain("format none");
        bytes[0] = 9;
        Should.Throw<FormatException>(() => Priors.Read(bytes)).Message.ShouldContain("format 9");
        bytes[0] = 1;
        bytes[^1] = 0x80;
        Should.Throw<FormatException>(() => Priors.Read(bytes)).Message.ShouldContain("negative");
    }

    [Fact]
    public void clearing_leaves_nothing()
    {
        DaySums sums = new();
        sums.AddEvent(default, 1);
        sums.Clear();
        sums.Events.ShouldBe(0);
        sums.Cells.ToArray().ShouldAllBe(c => c == 0);
        sums.Weekdays.ToArray().ShouldAllBe(c => c == 0);
    }

    private Priors Learn(byte[][] rings, int partitions, Random random)
    {
        DaySums[] sums = [.. Enumerable.Range(0, partitions).Select(_ => new DaySums())];
        foreach (byte[] ring in rings)
        {
            sums[random.Next(partitions)].AddPerson(NaiveRing.View(ring), Day, EvidenceWeights.Default, PersonClock.FromOffset(75), _scratch);
        }

        for (int i = 1; i < partitions; i++)
        {
            sums[0].Merge(sums[i]);
        }

        return Priors.Factory.Advance(Day, sums[0]);
    }

    private static byte[][] Rings(int seed, int people)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable.Range(0, people).Select(_ => NaiveRing.Built(
                Enumerable.Range(0, random.Next(40)).Select(_ => Entry(Midnight - 1440 + random.Next(3 * 1440))))),
        ];
    }

    private static double Gauss(double distance) => Math.Exp(-distance * distance / 800) / (20 * Math.Sqrt(2 * Math.PI));

    private static RingEntry Entry(int minute) => new(minute, EvidenceClass.Conversion, 0);
}
