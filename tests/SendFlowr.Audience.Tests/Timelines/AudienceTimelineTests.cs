using SendFlowr.Audience.Events;
using SendFlowr.Audience.Messages;
using SendFlowr.Audience.Tests.Support;
using SendFlowr.Audience.Timelines;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Tests.Timelines;

public sealed class AudienceTimelineTests
{
    private static readonly SimulatedAudience Audience = Samples.Audience(200);

    [Fact]
    public void everything_comes_once_and_in_order_whatever_the_steps()
    {
        List<AudienceEvent> inOne = Run(TimeSpan.FromDays(4));
        List<AudienceEvent> inMany = Run(TimeSpan.FromMinutes(7));
        inMany.ShouldBe(inOne);
        inOne.Zip(inOne.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second);
        inOne.Count(one => one.Kind == AudienceEventKind.Delivered).ShouldBe(Audience.People.Count);
        inOne.Count(one => one.Message is null).ShouldBe(Enumerable.Range(0, 4).Sum(day => Audience.EventsOfDay(Samples.Monday + day).Count));
    }

    [Fact]
    public void the_end_of_a_step_is_not_taken()
    {
        AudienceTimeline timeline = new(Audience, Samples.Monday);
        AudienceEvent first = Audience.EventsOfDay(Samples.Monday)[0];
        timeline.TryTake(first.OccurredAt, out _).ShouldBeFalse();
        timeline.TryTake(new Timestamp(first.OccurredAt.EpochMilliseconds + 1), out AudienceEvent taken).ShouldBeTrue();
        taken.ShouldBe(first);
    }

    [Fact]
    public void who_leaves_is_off_the_list_until_they_come_back()
    {
        AudienceTimeline timeline = new(Audience, Samples.Monday);
        Timestamp start = Samples.At(Samples.Monday, 0);
        Message message = new()
        {
            MessageId = "m",
            PersonIndex = 7,
            Lane = Audience.Lanes[0].Lane,
            SentAt = start,
            DeliveredAt = start,
            UnsubscribedAt = Samples.At(Samples.Monday, 60),
            ResubscribedAt = Samples.At(Samples.Monday, 120),
        };
        timeline.Add(message);
        timeline.IsSubscribed(7).ShouldBeTrue();
        TakeUntil(timeline, Samples.At(Samples.Monday, 61));
        timeline.IsSubscribed(7).ShouldBeFalse();
        timeline.IsSubscribed(8).ShouldBeTrue();
        TakeUntil(timeline, Samples.At(Samples.Monday, 121));
        timeline.IsSubscribed(7).ShouldBeTrue();
    }

    private static List<AudienceEvent> Run(TimeSpan step)
    {
        AudienceTimeline timeline = new(Audience, Samples.Monday);
        Timestamp sent = Samples.At(Samples.Monday, 540);
        foreach (var person in Audience.People)
        {
            timeline.Add(Audience.Deliver(person, sent, new MessageName($"t{person.Index}")));
        }

        List<AudienceEvent> taken = [];
        Timestamp end = Samples.At(Samples.Monday + 4, 0);
        for (Timestamp until = Samples.At(Samples.Monday, 0); until < end; until = until.Plus(step))
        {
            Take(until, taken);
        }

        Take(end, taken);
        return taken;

        void Take(Timestamp until, List<AudienceEvent> into)
        {
            while (timeline.TryTake(until, out AudienceEvent one))
            {
                into.Add(one);
            }
        }
    }

    private static void TakeUntil(AudienceTimeline timeline, Timestamp until)
    {
        while (timeline.TryTake(until, out _))
        {
        }
    }
}
