using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Time;

public class UtcDayTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1439, 0, 1439)]
    [InlineData(1440, 1, 0)]
    [InlineData(-1, -1, 1439)]
    [InlineData(-1440, -1, 0)]
    [InlineData(-1441, -2, 1439)]
    public void minutes_fall_into_days_rounded_toward_the_past(long minute, long day, int within)
    {
        UtcDay.OfMinute(minute).ShouldBe(day);
        UtcDay.MinuteWithin(minute).ShouldBe(within);
        (UtcDay.StartMinute(day) + within).ShouldBe(minute);
    }

    [Fact]
    public void the_first_day_of_1970_was_a_thursday()
    {
        UtcDay.Weekday(0).ShouldBe(3);
        UtcDay.Weekday(4).ShouldBe(0);
        UtcDay.Weekday(-4).ShouldBe(6);
    }
}
