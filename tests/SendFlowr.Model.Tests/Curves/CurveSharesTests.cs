using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Curves;

public class CurveSharesTests
{
    private static readonly CurvePriors Tenant = People.Tenant(8);

    private readonly PersonWeek _week = new();
    private readonly CurveShares _shares = new();

    [Theory]
    [InlineData(0, 500, 60)]
    [InlineData(3, 10_070, 60)]
    [InlineData(60, 4321, 60)]
    [InlineData(60, 7, 1)]
    [InlineData(300, 1438, 7)]
    [InlineData(60, 0, 10_080)]
    public void shares_add_up_to_the_mass_of_the_curve(int count, int start, int minutes)
    {
        CurvePerson person = Measure(People.Entries(count, count), start, minutes);
        (Enumerable.Range(0, 12).Sum(part => _shares[(CurvePart)part]) + _shares.Guard).ShouldBe(1, 1e-9);
        _shares.Mass.ShouldBe(_week.Total.Mass(new MinuteOfWeek(start), minutes), 1e-9);
        _shares.Own.ShouldBe(_week.OwnShare(new MinuteOfWeek(start), minutes), 1e-9, "the confidence is the own parts'");
        double guard = Tenant.Weights.Guard(person.Bucket) * Tenant.Population.Week.Mass(new MinuteOfWeek(start), minutes) / _shares.Mass;
        _shares.Guard.ShouldBe(guard, 1e-9);
        double ordered = CurveWords.Ordered(_shares.ToList(), new MinuteOfWeek(start)).Sum(phrase => phrase.Share);
        ordered.ShouldBe(1, 0.05, "parts under half a percent are left out");
    }

    [Fact]
    public void a_stranger_is_told_of_others_only()
    {
        Measure([], 8000, 60);
        _shares.Own.ShouldBe(0);
        CurveWords.Ordered(_shares.ToList(), new MinuteOfWeek(8000)).Where(phrase => phrase.Name.StartsWith("your", StringComparison.Ordinal))
            .ShouldAllBe(phrase => phrase.Share == 0);
        string words = CurveWords.Say(_shares.ToList(), new MinuteOfWeek(8000), 12);
        words.ShouldContain("everyone in the last month, ");
        words.ShouldContain("people like you, ");
        words.ShouldNotContain("your ");
    }

    [Fact]
    public void what_someone_does_on_tuesdays_is_said_of_tuesdays()
    {
        // Each Tuesday at 7:40, and on the other days at all hours.
        Random random = new(4);
        RingEntry[] entries =
        [
            .. Enumerable.Range(0, 140).Select(i => new RingEntry(
                ((People.FirstDay + i) * 1440) + (i % 7 == 1 ? 460 : random.Next(1440)), EvidenceClass.EventClick, 1)),
        ];
        MinuteOfWeek tuesday = new(1440 + 460);
        Measure(entries, tuesday.Value - 20, 60);
        double onTuesday = _shares[CurvePart.OwnWeek30Minutes];
        onTuesday.ShouldBeGreaterThan(0.25);
        CurveWords.Say(_shares.ToList(), tuesday).ShouldStartWith($"your Tuesdays around 07:40, {onTuesday * 100:0} %; ");
        Measure(entries, tuesday.Value + 1420, 60);
        _shares[CurvePart.OwnWeek30Minutes].ShouldBeLessThan(0.15);
    }

    [Fact]
    public void names_are_in_plain_words_and_differ_where_the_reader_would_see_a_difference()
    {
        MinuteOfWeek saturday = new((5 * 1440) + 65);
        string[] names = [.. Enum.GetValues<CurvePart>().Select(part => CurveWords.Name(part, saturday))];
        names.ShouldContain("your Saturdays around 01:05");
        names.ShouldContain("your weekends around 01:05");
        CurveWords.Name(CurvePart.OwnDayType60Minutes, default).ShouldBe("your weekdays around 00:00");
        names.Distinct().Count().ShouldBe(10);
        Should.Throw<ArgumentOutOfRangeException>(() => CurveWords.Name((CurvePart)12, default));
    }

    [Fact]
    public void a_sentence_names_the_greatest_and_the_rest_together()
    {
        Measure(People.Entries(5, 80), 3000, 60);
        MinuteOfWeek minute = new(3000);
        IReadOnlyList<(string Name, double Share)> ordered = CurveWords.Ordered(_shares.ToList(), minute);
        ordered.Select(phrase => phrase.Share).ShouldBeInOrder(SortDirection.Descending);
        string words = CurveWords.Say(_shares.ToList(), minute, 2);
        words.Split("; ").Length.ShouldBe(3);
        words.ShouldStartWith($"{ordered[0].Name}, ");
        words.ShouldContain("; the rest, ");
    }

    private CurvePerson Measure(RingEntry[] entries, int start, int minutes)
    {
        CurvePerson person = People.Read(entries, Tenant);
        _week.Build(person);
        _shares.Measure(person, _week, MinuteOfWeek.Wrap(start), minutes);
        return person;
    }
}
