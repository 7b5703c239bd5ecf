using SendFlowr.Model.Decisions;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Curves;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Tests.Support;
using SendFlowr.Pipeline.Zones;

namespace SendFlowr.Pipeline.Tests.Zones;

/// <summary>The pipeline with people's own clocks, from events to verified decisions.</summary>
public sealed class OwnClockTests : IDisposable
{
    private const string Ann = "email=ann@example.com";

    private readonly TestPipeline _pipeline = new(clocks: PersonClocks.OfPeople("Europe/Berlin"));

    public void Dispose() => _pipeline.Dispose();

    [Fact]
    public void a_habit_at_nine_stays_at_nine_when_the_clock_is_put_forward()
    {
        // Clicks at 9:00 in New York on sixty days before and after 2025-03-09, when it went from UTC-5 to UTC-4.
        _pipeline.Ingest(Habit(Minute("2025-02-07T14:00:00Z"), 60, "America/New_York", day => day < 30 ? 0 : -60));
        Decision decision = Ask(Minute("2025-04-08T00:00:00Z"), days: 7).Decision;
        decision.UtcOffsetMinutes.ShouldBe(-240);
        Local(decision).ShouldBeInRange((8 * 60) + 25, (8 * 60) + 35);
        decision.Parts.ShouldNotBeEmpty();
        decision.Chance.ShouldBeInRange(0.01, 0.99);
    }

    [Fact]
    public void a_window_over_the_change_of_the_clock_is_searched_on_both_sides()
    {
        _pipeline.Ingest(Habit(Minute("2025-09-20T07:00:00Z"), 30, "Europe/Berlin", _ => 0));
        DecisionRecord before = Ask(Minute("2025-10-25T12:00:00Z"), days: 1);
        before.Decision.TargetTimestamp!.Value.ShouldBeInRange(At("2025-10-26T07:20:00Z"), At("2025-10-26T07:40:00Z"));
        before.Decision.UtcOffsetMinutes.ShouldBe(60);
        before.Clock.Offsets.ToArray().Select(offset => offset.OffsetMinutes).ShouldBe([120, 60]);
        Verified(before);
    }

    [Fact]
    public void people_of_unknown_zone_take_the_default()
    {
        _pipeline.Ingest(Habit(Minute("2025-11-01T08:00:00Z"), 20, null, _ => 0));
        Decision decision = Ask(Minute("2025-11-25T00:00:00Z"), days: 7).Decision;
        decision.UtcOffsetMinutes.ShouldBe(60);
        Local(decision).ShouldBeInRange((8 * 60) + 20, (8 * 60) + 40);
    }

    [Fact]
    public void a_habit_moves_with_the_person()
    {
        _pipeline.Ingest(Habit(Minute("2025-11-01T08:00:00Z"), 20, "Europe/Berlin", _ => 0));
        _pipeline.Ingest(Habit(Minute("2025-11-22T00:00:00Z"), 5, "Asia/Tokyo", _ => 0));
        DecisionRecord moved = Ask(Minute("2025-11-28T00:00:00Z"), days: 7);
        moved.Decision.UtcOffsetMinutes.ShouldBe(540);
        Local(moved.Decision).ShouldBeInRange((8 * 60) + 20, (8 * 60) + 40);
        moved.Clock.Offsets.ToArray().Select(offset => offset.OffsetMinutes).ShouldBe([60, 540]);
        Verified(moved);
    }

    [Fact]
    public void the_order_of_events_changes_neither_rows_nor_decisions()
    {
        SampleEvent[] events =
        [
            .. Habit(Minute("2025-08-01T07:00:00Z"), 30, "Europe/Berlin", _ => 0),
            .. Habit(Minute("2025-09-10T00:00:00Z"), 30, "Asia/Tokyo", _ => 0),
        ];
        _pipeline.Ingest(events);
        byte[] inOrder = _pipeline.Host.Person(_pipeline.NodeOf(Ann)).Timing;
        using TestPipeline other = new(clocks: PersonClocks.OfPeople("Europe/Berlin"));
        new Random(3).Shuffle(events);
        other.Ingest(events);
        other.Ingest(events);
        other.Host.Person(other.NodeOf(Ann)).Timing.ShouldBe(inOrder);
    }

    [Fact]
    public void priors_are_learned_in_peoples_clocks_and_anew_when_the_clocks_change()
    {
        _pipeline.Ingest(Habit(Minute("2025-11-01T00:00:00Z"), 20, "Asia/Tokyo", _ => 0));
        Learner.LearnTouched(_pipeline.Host);
        HourOf(_pipeline.Host.PriorsInForce()).ShouldBe(9);
        _pipeline.Reopen(PersonClocks.Utc);
        Learner.Learn(_pipeline.Host, -1).PriorsVersion.ShouldBe(2);
        CurvePriors anew = _pipeline.Host.PriorsInForce();
        HourOf(anew).ShouldBe(0);
        anew.Events.ShouldBe(20);
    }

    [Fact]
    public void the_curve_is_shown_in_the_person_s_clock()
    {
        _pipeline.Ingest(Habit(Minute("2025-11-01T00:00:00Z"), 20, "Asia/Tokyo", _ => 0));
        PersonCurve curve = PersonCurve.Compute(
            _pipeline.Host.Person(_pipeline.NodeOf(Ann)).Timing, _pipeline.Host.PriorsInForce(), _pipeline.Host.Options.Clocks);
        double[] hours = new double[24];
        curve.Total.ToSlots(hours);
        hours.AsSpan().IndexOf(hours.Max()).ShouldBeInRange(8, 9);
        curve.Clock.OffsetMinutesAt(0).ShouldBe(540);
    }

    private static IEnumerable<SampleEvent> Habit(long firstMinute, int days, string? zone, Func<int, int> shift) => Enumerable.Range(0, days).Select(day => new SampleEvent
    {
        Id = $"{firstMinute}-{day}",
        Type = "clicked",
        At = (firstMinute + (day * 1440) + shift(day)) * 60_000,
        TimeZone = zone,
    });

    private static int HourOf(CurvePriors priors)
    {
        double[] hours = new double[24];
        priors.Population.Week.ToSlots(hours);
        return hours.AsSpan().IndexOf(hours.Max());
    }

    private static int Local(Decision decision) =>
        MinuteOfWeek.FromEpochMinute(decision.TargetTimestamp!.Value.EpochMinute + decision.UtcOffsetMinutes).MinuteOfDay;

    private DecisionRecord Ask(long nowMinute, int days)
    {
        using DecisionService service = new(_pipeline.Host);
        Timestamp now = Timestamp.FromEpochMinute(nowMinute);
        return service.Ask(new TimingQuestion
        {
            Person = [TestPipeline.Reference(Ann)],
            Provider = "klaviyo",
            Now = now,
            SendAfter = now,
            SendBefore = now.Plus(TimeSpan.FromDays(days)),
        });
    }

    private void Verified(DecisionRecord asked)
    {
        DecisionRecord recorded = DecisionReader.Read(new DecisionArchive(_pipeline.Host).Find(asked.Decision.DecisionId, null).ShouldNotBeNull());
        DecisionVerification verification = DecisionVerification.Of(recorded, _pipeline.Host);
        verification.Differences.ShouldBeEmpty();
        verification.Verified.ShouldBe(true, verification.Reason);
    }

    private static Timestamp At(string instant) => new(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());

    private static long Minute(string instant) => At(instant).EpochMinute;
}
