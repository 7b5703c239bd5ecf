using SendFlowr.Audience.Activity;
using SendFlowr.Audience.Events;
using SendFlowr.Audience.People;
using SendFlowr.Audience.Tests.Support;
using SendFlowr.Model.Time;
using Xunit.Abstractions;

namespace SendFlowr.Audience.Tests.Activity;

public sealed class DayActivityTests(ITestOutputHelper output)
{
    private const int Days = 56;

    private static readonly SimulatedAudience Audience = Samples.Audience(400);
    private static readonly List<AudienceEvent> Events =
        [.. Enumerable.Range(0, Days).SelectMany(day => Audience.EventsOfDay(Samples.Monday + day))];

    [Fact]
    public void visits_come_at_the_rate_of_their_people()
    {
        DayActivity activity = new(unchecked((ulong)Samples.Seed));
        double expected = 0;
        for (int day = 0; day < Days; day++)
        {
            expected += Audience.People.Sum(person => person.VisitsPerWeek / 7 * (activity.IsBurst(person.Index, Samples.Monday + day) ? 5 : 1));
        }

        int visits = Events.Count(one => one.Kind == AudienceEventKind.SiteVisit);
        output.WriteLine($"seed {Samples.Seed}: {visits} visits, {expected:0} expected");

        // Days of greater interest fall on weekdays of their own, so the means agree in the long run only.
        ((double)visits).ShouldBe(expected, 0.03 * expected);
    }

    [Fact]
    public void visits_come_when_people_are_attentive()
    {
        double seen = 0;
        double squares = 0;
        double expected = 0;
        int count = 0;
        foreach (SimulatedPerson person in Audience.People.Where(person => person.Kind == RhythmKind.Regular))
        {
            double mean = Enumerable.Range(0, MinuteOfWeek.MinutesPerWeek)
                .Average(minute => Math.Pow(person.Attention.At(new MinuteOfWeek(minute)), 2));
            foreach (AudienceEvent visit in Events.Where(one => one.PersonIndex == person.Index && one.Kind == AudienceEventKind.SiteVisit))
            {
                double attention = person.Attention.At(MinuteOfWeek.FromEpochMinute(visit.OccurredAt.EpochMinute + person.UtcOffsetMinutes));
                seen += attention;
                squares += attention * attention;
                expected += mean;
                count++;
            }
        }

        // Drawn by α, a visit meets a mean attention of mean(α²), well above the mean of 1.
        double deviation = Math.Sqrt(squares);
        output.WriteLine($"seed {Samples.Seed}: {seen / count:0.000} seen, {expected / count:0.000} expected, {count} visits");
        seen.ShouldBe(expected, 4 * deviation);
        (expected / count).ShouldBeGreaterThan(2);
    }

    [Fact]
    public void activity_comes_in_bursts()
    {
        int visits = Events.Count(one => one.Kind == AudienceEventKind.SiteVisit);
        int further = Events.Count(one => one.Kind is AudienceEventKind.ProductView or AudienceEventKind.Search or AudienceEventKind.CartAdd or AudienceEventKind.Converted);
        (further / (double)visits).ShouldBe(0.65 / 0.35, 0.1);
        DayActivity activity = new(unchecked((ulong)Samples.Seed));
        int bursts = Enumerable.Range(0, Days).Sum(day => Audience.People.Count(person => activity.IsBurst(person.Index, Samples.Monday + day)));
        (bursts / (double)(Days * Audience.People.Count)).ShouldBe(0.03, 0.006); // 0.015 × two days on average
    }

    [Fact]
    public void tickets_are_closed_after_they_were_opened_and_mostly_to_satisfaction()
    {
        List<AudienceEvent> opened = [.. Events.Where(one => one.Kind == AudienceEventKind.TicketCreated)];
        List<AudienceEvent> closed =
            [.. Events.Where(one => one.Kind is AudienceEventKind.TicketClosedSatisfied or AudienceEventKind.TicketClosedUnsatisfied)];
        (opened.Count / (double)(Days * Audience.People.Count)).ShouldBe(0.003 * 0.9, 0.0008);
        foreach (AudienceEvent close in closed.Where(one => one.OccurredAt.EpochDay > Samples.Monday + 3))
        {
            AudienceEvent open = opened.Single(one => one.PersonIndex == close.PersonIndex && one.Number == close.Number);
            double hours = (close.OccurredAt.EpochMilliseconds - open.OccurredAt.EpochMilliseconds) / 3_600_000.0;
            hours.ShouldBeInRange(2, 48);
        }

        (closed.Count(one => one.Kind == AudienceEventKind.TicketClosedSatisfied) / (double)closed.Count).ShouldBe(0.8, 0.15);
        closed.Count.ShouldBeInRange(opened.Count - 5, opened.Count + 5);
    }

    [Fact]
    public void a_day_is_in_order_and_holds_only_its_own()
    {
        List<AudienceEvent> day = Audience.EventsOfDay(Samples.Monday);
        day.ShouldAllBe(one => one.OccurredAt.EpochDay == Samples.Monday);
        day.Zip(day.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second);
    }
}
