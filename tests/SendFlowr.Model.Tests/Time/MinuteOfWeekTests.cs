using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Time;

public class MinuteOfWeekTests
{
    [Fact]
    public void wraps_around_the_week_both_ways()
    {
        new MinuteOfWeek(10_079).Plus(1).ShouldBe(default);
        default(MinuteOfWeek).Plus(-1).ShouldBe(new MinuteOfWeek(10_079));
        MinuteOfWeek.Wrap(-10_081).ShouldBe(new MinuteOfWeek(10_079));
        MinuteOfWeek.Wrap(long.MaxValue).Value.ShouldBeInRange(0, 10_079);
    }

    [Fact]
    public void agrees_with_the_calendar()
    {
        DateTime start = new(1969, 12, 20, 0, 0, 0, DateTimeKind.Utc);
        for (int hours = 0; hours < 24 * 40; hours += 7)
        {
            DateTime time = start.AddHours(hours).AddMinutes(hours % 60);
            MinuteOfWeek minute = new Timestamp((long)(time - DateTime.UnixEpoch).TotalMilliseconds).MinuteOfWeek;
            minute.Weekday.ShouldBe(((int)time.DayOfWeek + 6) % 7);
            minute.MinuteOfDay.ShouldBe((time.Hour * 60) + time.Minute);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10_080)]
    public void minutes_outside_the_week_are_refused(int value) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new MinuteOfWeek(value));
}
