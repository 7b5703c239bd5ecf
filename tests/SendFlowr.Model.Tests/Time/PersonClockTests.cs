using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Time;

public class PersonClockTests
{
    /// <summary>2024-03-10 07:00 UTC, when New York went from 02:00 to 03:00.</summary>
    private const long SpringForward = 28_500_900;

    /// <summary>2024-11-03 06:00 UTC, when it went back from 02:00 to 01:00.</summary>
    private const long FallBack = 28_843_560;

    [Fact]
    public void the_default_is_utc()
    {
        default(PersonClock).ShouldBe(PersonClock.Utc);
        PersonClock.Utc.IsUtc.ShouldBeTrue();
        PersonClock.Utc.MinuteOfWeekAt(0).ShouldBe(new MinuteOfWeek(3 * 1440));
    }

    [Fact]
    public void an_offset_wraps_around_the_week()
    {
        long mondayMidnight = 4 * 1440;
        PersonClock.FromOffset(-1).MinuteOfWeekAt(mondayMidnight).ShouldBe(new MinuteOfWeek(10_079));
        PersonClock.FromOffset(90).MinuteOfWeekAt(mondayMidnight - 30).ShouldBe(new MinuteOfWeek(60));
    }

    [Fact]
    public void a_change_of_offset_keeps_a_habit_at_its_hour_over_daylight_saving()
    {
        PersonClock clock = NewYork();
        clock.OffsetMinutesAt(SpringForward - 1).ShouldBe(-300);
        clock.OffsetMinutesAt(SpringForward).ShouldBe(-240);
        clock.MinuteOfWeekAt(SpringForward).MinuteOfDay.ShouldBe(180);
        clock.OffsetMinutesAt(0).ShouldBe(-300);
        clock.OffsetMinutesAt(int.MaxValue).ShouldBe(-300);
    }

    [Fact]
    public void the_next_change_is_the_next_other_offset()
    {
        NewYork().NextChangeAfter(0).ShouldBe(SpringForward);
        NewYork().NextChangeAfter(SpringForward - 1).ShouldBe(SpringForward);
        NewYork().NextChangeAfter(SpringForward).ShouldBe(FallBack);
        NewYork().NextChangeAfter(FallBack).ShouldBe(long.MaxValue);
        PersonClock.Utc.NextChangeAfter(0).ShouldBe(long.MaxValue);
        PersonClock.FromOffsets(new[] { new ClockOffset(0, 60), new ClockOffset(10, 60), new ClockOffset(20, 0) }).NextChangeAfter(0).ShouldBe(20);
    }

    [Fact]
    public void within_a_stretch_the_clock_is_the_same_in_fewer_offsets()
    {
        PersonClock within = NewYork().Within(SpringForward - 5, FallBack - 1);
        within.Offsets.ToArray().ShouldBe([new ClockOffset(SpringForward - 5, -300), new ClockOffset(SpringForward, -240)]);
        NewYork().Within(SpringForward, FallBack - 1).Offsets.ToArray().ShouldBe([new ClockOffset(SpringForward, -240)]);
        NewYork().Within(0, FallBack).Offsets.Length.ShouldBe(3);
        PersonClock.FromOffsets(new[] { new ClockOffset(0, 60), new ClockOffset(20, 0) }).Within(20, 30).IsUtc.ShouldBeTrue();
    }

    [Fact]
    public void offsets_come_in_the_order_of_their_minutes()
    {
        Should.Throw<ArgumentException>(() => PersonClock.FromOffsets(new[] { new ClockOffset(5, 60), new ClockOffset(5, 0) }));
        Should.Throw<ArgumentOutOfRangeException>(() => PersonClock.FromOffsets(new[] { new ClockOffset(5, -1081) }));
    }

    [Fact]
    public void offsets_beyond_18_hours_are_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => PersonClock.FromOffset(1081));

    private static PersonClock NewYork() =>
        PersonClock.FromOffsets(new[] { new ClockOffset(FallBack - 525_600, -300), new ClockOffset(SpringForward, -240), new ClockOffset(FallBack, -300) });
}
