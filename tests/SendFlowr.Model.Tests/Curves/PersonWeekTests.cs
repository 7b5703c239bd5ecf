using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Tests.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Curves;

public class PersonWeekTests
{
    private static readonly CurvePriors Tenant = People.Tenant(1);

    private readonly PersonWeek _week = new();

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 3, 0)]
    [InlineData(3, 40, 0)]
    [InlineData(4, 40, -330)]
    [InlineData(5, 400, 765)]
    public void is_the_recipe_of_its_definition(int seed, int count, int offset)
    {
        RingEntry[] entries = People.Entries(seed, count);
        SlowCurve slow = new(entries, Tenant, offset);
        CurvePerson person = People.Read(entries, Tenant, PersonClock.FromOffset(offset));
        _week.Build(person);
        person.Bucket.ShouldBe(slow.Bucket);
        for (int shape = 0; shape < 12; shape++)
        {
            person.CohortWeights[shape].ShouldBe(slow.Cohorts[shape], 1e-9);
        }

        foreach (int day in new[] { 0, 4, 5, 6 })
        {
            double mass = slow.DayMass(day);
            for (int cell = day * 288; cell < (day + 1) * 288; cell += 7)
            {
                double expected = slow.Density((5 * cell) + 2, mass);
                _week.Total.Densities[cell].ShouldBe(expected, expected * 2e-5, "kernels of the grid are normalised on it");
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(35)]
    [InlineData(600)]
    public void has_mass_1(int count)
    {
        _week.Build(People.Read(People.Entries(count, count, 20), Tenant));
        _week.Total.Mass(new MinuteOfWeek(777), 10_080).ShouldBe(1, 1e-9);
        _week.Total.Densities.ToArray().ShouldAllBe(density => density > 0);
    }

    [Fact]
    public void of_an_empty_tenant_and_a_stranger_every_weekday_is_the_same()
    {
        _week.Build(People.Read([], CurvePriors.Factory));
        _week.Total.Mass(default, 10_080).ShouldBe(1, 1e-9);
        double monday = _week.Total.Mass(default, 1440);
        double tuesday = _week.Total.Mass(new MinuteOfWeek(1440), 1440);
        tuesday.ShouldBe(monday, 0.001);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2000, 60)]
    [InlineData(1439, 2)]
    [InlineData(10_070, 100)]
    [InlineData(9000, 4000)]
    [InlineData(4321, 10_080)]
    public void a_stretch_has_the_bits_of_the_whole_week(int start, int minutes)
    {
        CurvePerson person = People.Read(People.Entries(8, 70), Tenant);
        PersonWeek whole = new();
        whole.Build(person);
        _week.Build(People.Read(People.Entries(9, 70), Tenant));
        _week.Build(person, new MinuteOfWeek(start), minutes);
        for (int i = 0; i < minutes; i++)
        {
            MinuteOfWeek at = MinuteOfWeek.Wrap(start + i);
            _week.Total.DensityAt(at).ShouldBe(whole.Total.DensityAt(at));
        }

        _week.OwnShare(new MinuteOfWeek(start), Math.Min(minutes, 60)).ShouldBe(whole.OwnShare(new MinuteOfWeek(start), Math.Min(minutes, 60)));
        if (minutes < 200)
        {
            _week.Total.Densities.ToArray().Count(density => density > 0).ShouldBeLessThan(3 * 288);
        }
    }

    [Fact]
    public void the_own_share_grows_with_a_habit_and_is_nothing_without()
    {
        _week.Build(People.Read([], Tenant));
        _week.OwnShare(new MinuteOfWeek(500), 60).ShouldBe(0);
        double before = 0;
        foreach (int days in new[] { 1, 5, 30 })
        {
            _week.Build(People.Read(Enumerable.Range(0, days).Select(d => new RingEntry(((People.FirstDay + d) * 1440) + 540, EvidenceClass.EventClick, 1)), Tenant));
            double share = _week.OwnShare(new MinuteOfWeek(520), 60);
            share.ShouldBeGreaterThan(before);
            before = share;
        }

        before.ShouldBeGreaterThan(0.9);
        _week.OwnShare(new MinuteOfWeek(1200), 60).ShouldBeLessThan(0.05);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void neither_order_nor_repetition_of_events_changes_a_bit(int seed)
    {
        RingEntry[] entries = People.Entries(seed, 300);
        _week.Build(People.Read(entries, Tenant));
        double[] expected = _week.Total.Densities.ToArray();
        RingEntry[] again = [.. entries, .. entries.Where((_, i) => i % 3 == 0)];
        new Random(seed).Shuffle(again);
        _week.Build(People.Read(again, Tenant));
        _week.Total.Densities.ToArray().ShouldBe(expected);
    }

    [Theory]
    [InlineData(20, 30)]
    [InlineData(200, 150)]
    public void the_union_of_two_rings_gives_the_curve_of_one_person(int left, int right)
    {
        RingEntry[] one = People.Entries(11, left);
        RingEntry[] other = People.Entries(12, right);
        _week.Build(People.Read([.. one, .. other], Tenant));
        double[] expected = _week.Total.Densities.ToArray();
        byte[] union = new byte[EvidenceRing.CapacityBytes];
        int count = EvidenceRing.Union(NaiveRing.View(NaiveRing.Built(one)), NaiveRing.View(NaiveRing.Built(other)), union);
        EvidenceState state = new();
        state.Read(new RingView(union, count), EvidenceWeights.Default);
        CurvePerson person = new();
        person.Read(state, PersonClock.Utc, Tenant);
        _week.Build(person);
        _week.Total.Densities.ToArray().ShouldBe(expected);
    }

    [Theory]
    [InlineData(10_957, "the first day of 2000")]
    [InlineData(11_016, "the leap day of 2000")]
    [InlineData(19_782, "the leap day of 2024")]
    [InlineData(47_481, "the end of 2099")]
    public void no_date_does_harm(int day, string name)
    {
        RingEntry[] entries = [.. Enumerable.Range(0, 60).Select(i => new RingEntry(((day + i - 30) * 1440) + 600 + (i % 7), EvidenceClass.EventClick, 1))];
        _week.Build(People.Read(entries, Tenant));
        _week.Total.Mass(default, 10_080).ShouldBe(1, 1e-9, name);
        _week.Total.Mass(new MinuteOfWeek(585), 60).ShouldBeGreaterThan(0.01, name);
    }

    [Fact]
    public void old_and_new_centuries_may_meet_in_one_ring()
    {
        _week.Build(People.Read([new RingEntry(10_957 * 1440, EvidenceClass.EventClick, 1), new RingEntry((47_481 * 1440) + 700, EvidenceClass.EventClick, 1)], Tenant));
        _week.Total.Mass(default, 10_080).ShouldBe(1, 1e-9);
        _week.Total.Densities.ToArray().ShouldAllBe(density => density > 0 && double.IsFinite(density));
    }

    [Fact]
    public void a_habit_of_nine_in_a_zone_stays_at_nine_over_daylight_saving()
    {
        const long putForward = (19_442 * 1440) + 60;
        PersonClock clock = PersonClock.FromOffsets(new[] { new ClockOffset(0, 60), new ClockOffset(putForward, 120) });

        // 2023-03-26, a Sunday, has 23 hours there; three weeks before and after it, each day at nine.
        const int change = 19_442;
        RingEntry[] entries =
            [.. Enumerable.Range(change - 21, 42).Select(day => new RingEntry((day * 1440) + (day < change ? 480 : 420), EvidenceClass.EventClick, 1))];
        _week.Build(People.Read(entries, Tenant, clock));
        _week.Total.Mass(default, 10_080).ShouldBe(1, 1e-9);
        for (int day = 0; day < 7; day++)
        {
            double atNine = _week.Total.DensityAt(new MinuteOfWeek((day * 1440) + 540));
            atNine.ShouldBeGreaterThan(4 * _week.Total.DensityAt(new MinuteOfWeek((day * 1440) + 480)));
            atNine.ShouldBeGreaterThan(4 * _week.Total.DensityAt(new MinuteOfWeek((day * 1440) + 600)));
        }
    }

    [Fact]
    public void building_allocates_nothing()
    {
        byte[] row = NaiveRing.Built(People.Entries(9, 300));
        EvidenceState state = new();
        CurvePerson person = new();
        long before = 0;
        for (int i = 0; i < 3; i++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            state.Read(NaiveRing.View(row), EvidenceWeights.Default);
            person.Read(state, PersonClock.Utc, Tenant);
            _week.Build(person);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void bits_are_frozen()
    {
        _week.Build(People.Read(People.Entries(10, 200), People.Tenant(2)));
        ulong[] bits = [.. new[] { 3.0, 555.5, 4000, 9999.25 }.Select(m => BitConverter.DoubleToUInt64Bits(_week.Total.DensityAt(m)))];
        bits.Select(b => $"{b:X16}").ShouldBe(["3F4262B9D7E8EE38", "3F08E42BC5F77578", "3F12178F690B0836", "3F2029FBB5C0A398"]);
    }
}
