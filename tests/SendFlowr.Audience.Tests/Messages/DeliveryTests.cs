using SendFlowr.Audience.Attention;
using SendFlowr.Audience.Messages;
using SendFlowr.Audience.People;
using SendFlowr.Audience.Tests.Support;
using SendFlowr.Model.Time;
using Xunit.Abstractions;

namespace SendFlowr.Audience.Tests.Messages;

/// <summary>The simulation against the truth it is said to follow; fixed seeds, bounds of four standard deviations.</summary>
public sealed class DeliveryTests(ITestOutputHelper output)
{
    private static readonly SimulatedAudience Audience = Samples.Audience(300);

    [Theory]
    [InlineData(60)]
    [InlineData(null)]
    public void people_engage_as_often_as_is_true_for_the_minute_of_arrival(int? horizon)
    {
        EngagementTruth truth = new();
        double expected = 0;
        double variance = 0;
        int engaged = 0;
        foreach (SimulatedPerson person in Audience.People)
        {
            truth.Build(person, horizon);
            for (int message = 0; message < 300; message++)
            {
                Timestamp trigger = Samples.At(Samples.Monday + (message % 7), message * 389 % 1440);
                Message sent = Audience.Deliver(person, trigger, new MessageName($"{person.Index}-{message}"));
                double chance = truth.ChanceAt(sent.DeliveredAt.MinuteOfWeek);
                expected += chance;
                variance += chance * (1 - chance);
                engaged += IsWithin(sent, horizon) ? 1 : 0;
            }
        }

        output.WriteLine($"seed {Samples.Seed}: expected {expected:0}, engaged {engaged}, deviation {Math.Sqrt(variance):0}");
        Math.Abs(engaged - expected).ShouldBeLessThan(4 * Math.Sqrt(variance));
    }

    [Fact]
    public void engagement_at_the_best_minute_of_a_person_is_as_much_better_as_is_true()
    {
        EngagementTruth truth = new();
        double[] expected = new double[2];
        int[] engaged = new int[2];
        foreach (SimulatedPerson person in Audience.People.Where(person => person.Kind == RhythmKind.Regular))
        {
            truth.Build(person, 60);
            MinuteOfWeek best = truth.BestMinute(new MinuteOfWeek(0), 1440);
            int worst = Enumerable.Range(0, 1440).MinBy(minute => truth.ChanceAt(new MinuteOfWeek(minute)));
            for (int message = 0; message < 200; message++)
            {
                Count(person, best.Value, $"b{person.Index}-{message}", 0);
                Count(person, worst, $"w{person.Index}-{message}", 1);
            }
        }

        output.WriteLine($"seed {Samples.Seed}: best {engaged[0]} of {expected[0]:0}, worst {engaged[1]} of {expected[1]:0}");
        ((double)engaged[0]).ShouldBe(expected[0], 4 * Math.Sqrt(expected[0]));
        ((double)engaged[1]).ShouldBe(expected[1], 4 * Math.Sqrt(expected[1]));
        (expected[0] / expected[1]).ShouldBeGreaterThan(5);

        void Count(SimulatedPerson person, int minute, string id, int group)
        {
            // Arrives a lane's latency later; the minute before it is near enough for the best and the worst.
            Message sent = Audience.Deliver(person, Samples.At(Samples.Monday, minute), new MessageName(id));
            expected[group] += truth.ChanceAt(sent.DeliveredAt.MinuteOfWeek);
            engaged[group] += IsWithin(sent, 60) ? 1 : 0;
        }
    }

    [Fact]
    public void what_follows_a_message_comes_in_order_and_at_its_rate()
    {
        List<Message> messages = [.. Audience.People.SelectMany(person => Enumerable.Range(0, 300).Select(message =>
            Audience.Deliver(person, Samples.At(Samples.Monday, message * 4), new MessageName($"r{person.Index}-{message}", $"q{message}"))))];
        messages.ShouldAllBe(message => message.DeliveredAt > message.SentAt);
        messages.Where(message => message.EngagedAt is not null).ShouldAllBe(message => message.EngagedAt >= message.DeliveredAt);
        messages.Where(message => message.ClickedAt is not null).ShouldAllBe(message => message.ClickedAt >= message.EngagedAt);
        messages.Where(message => message.EngagedAt is null)
            .ShouldAllBe(message => message.ClickedAt == null && message.UnsubscribedAt == null && message.ComplainedAt == null);
        double engaged = messages.Count(message => message.EngagedAt is not null);
        (messages.Count(message => message.ClickedAt is not null) / engaged).ShouldBe(0.15, 0.015);
        double left = messages.Count(message => message.UnsubscribedAt is not null);
        (left / engaged).ShouldBe(0.008, 0.003);
        (messages.Count(message => message.ResubscribedAt is not null) / left).ShouldBe(0.3, 0.12);
        (messages.Count(message => message.LoadedAt is not null) / (double)messages.Count).ShouldBe(0.3, 0.1);
    }

    [Fact]
    public void the_same_message_has_the_same_fate_and_another_id_another()
    {
        SimulatedPerson person = Audience.People[3];
        Timestamp trigger = Samples.At(Samples.Monday, 600);
        Message first = Audience.Deliver(person, trigger, new MessageName("a"));
        Audience.Deliver(person, trigger, new MessageName("a")).ShouldBe(first);
        Audience.Deliver(person, trigger, new MessageName("b")).DeliveredAt.ShouldNotBe(first.DeliveredAt);
    }

    private static bool IsWithin(Message message, int? horizonMinutes) =>
        message.EngagedAt is { } engaged
        && (horizonMinutes is not { } horizon
            || engaged.EpochMilliseconds - message.DeliveredAt.EpochMilliseconds <= horizon * Timestamp.MillisecondsPerMinute);
}
