using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Time;

public class PersonClockTests
{
    /// <summary>2024-03-10 07:00 UTC, when New York went from 02:00 to 03:00.</summary>
    private const long SpringForward = 28_500_900;

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
    public void a_zone_keeps_a_habit_at_its_hour_over_daylight_saving()
    {
        PersonClock clock = PersonClock.FromZone(NewYork());
        clock.OffsetMinutesAt(SpringForward - 1).ShouldBe(-300);
        clock.OffsetMinutesAt(SpringForward).ShouldBe(-240);
        clock.MinuteOfWeekAt(SpringForward).MinuteOfDay.ShouldBe(180);
    }

    [Fact]
    public void offsets_beyond_18_hours_are_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => PersonClock.FromOffset(1081));

    private static TimeZoneInfo NewYork()
    {
        TimeZoneInfo.AdjustmentRule summer = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 2, DayOfWeek.Sunday),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 11, 1, DayOfWeek.Sunday));
        return TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(-5), "test", "test", "test", [summer]);
    }
}
