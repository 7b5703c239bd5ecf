using SendFlowr.Audience.People;
using SendFlowr.Audience.Tests.Support;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Tests.People;

public sealed class PersonFactoryTests
{
    private static readonly IReadOnlyList<SimulatedPerson> People = Samples.Audience(4000).People;

    [Theory]
    [InlineData(RhythmKind.Regular, 0.68)]
    [InlineData(RhythmKind.NightOwl, 0.1)]
    [InlineData(RhythmKind.Patternless, 0.12)]
    [InlineData(RhythmKind.Absent, 0.1)]
    public void kinds_of_people_are_as_common_as_documented(RhythmKind kind, double share) =>
        (People.Count(person => person.Kind == kind) / (double)People.Count).ShouldBe(share, 0.03);

    [Fact]
    public void habits_are_few_and_narrow_and_leave_a_background()
    {
        foreach (SimulatedPerson person in People.Where(person => person.Kind != RhythmKind.Patternless))
        {
            person.Peaks.Count.ShouldBeInRange(1, 4);
            person.Peaks.ShouldAllBe(peak => peak.DeviationMinutes >= 15 && peak.DeviationMinutes <= 60 && peak.CentreMinute >= 0 && peak.CentreMinute < 1440);
            person.Peaks.Sum(peak => peak.Share).ShouldBeInRange(0.3, 0.65);
        }

        People.Where(person => person.Kind == RhythmKind.Patternless).ShouldAllBe(person => person.Peaks.Count == 0);
    }

    [Fact]
    public void night_owls_look_at_night_and_others_sleep()
    {
        double owls = NightShare(RhythmKind.NightOwl);
        double regular = NightShare(RhythmKind.Regular);
        owls.ShouldBeGreaterThan(0.2);
        regular.ShouldBeLessThan(0.05);
        NightShare(RhythmKind.Patternless).ShouldBe(4.0 / 24, 1e-6);
    }

    [Fact]
    public void rates_lie_around_their_documented_medians()
    {
        List<SimulatedPerson> present = [.. People.Where(person => person.Kind != RhythmKind.Absent)];
        Median(present.Select(person => person.VisitsPerWeek)).ShouldBe(3, 0.15);
        Median(present.Select(person => person.Engagement)).ShouldBe(0.22, 0.015);
        People.Where(person => person.Kind == RhythmKind.Absent).ShouldAllBe(person => person.VisitsPerWeek == 0.03 && person.Engagement == 0.01);
    }

    [Fact]
    public void clocks_are_whole_cells_apart_from_utc()
    {
        People.ShouldAllBe(person => person.UtcOffsetMinutes % 5 == 0);
        People.Select(person => person.UtcOffsetMinutes).Distinct().Count().ShouldBe(8);
        People.Select(person => person.Identifier).Distinct().Count().ShouldBe(People.Count);
    }

    /// <summary>Attention between midnight and four in the morning, own clock.</summary>
    private static double NightShare(RhythmKind kind)
    {
        List<SimulatedPerson> people = [.. People.Where(person => person.Kind == kind)];
        return people.Average(person => Enumerable.Range(0, MinuteOfWeek.MinutesPerWeek).Where(minute => minute % 1440 < 240)
            .Sum(minute => person.Attention.At(new MinuteOfWeek(minute))) / MinuteOfWeek.MinutesPerWeek);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
