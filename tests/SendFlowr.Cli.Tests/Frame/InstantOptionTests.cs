using SendFlowr.Cli.Frame;
using SendFlowr.Model.Time;

namespace SendFlowr.Cli.Tests.Frame;

public sealed class InstantOptionTests
{
    [Theory]
    [InlineData("2026-03-01T09:00:00Z", 1772355600000)]
    [InlineData("2026-03-01T10:00:00+01:00", 1772355600000)]
    [InlineData("2026-03-01T09:00:00.25z", 1772355600250)]
    [InlineData("1772355600250", 1772355600250)]
    [InlineData("12345678901", 12345678901)]
    public void reads_a_time_with_a_zone_or_milliseconds(string text, long milliseconds)
    {
        InstantOption.TryParse(text, out Timestamp instant, out string fault).ShouldBeTrue(fault);
        instant.EpochMilliseconds.ShouldBe(milliseconds);
    }

    [Theory]
    [InlineData("1772355600", "milliseconds, not seconds")]
    [InlineData("0", "milliseconds, not seconds")]
    [InlineData("2026-03-01T09:00:00", "the zone is required")]
    [InlineData("2026-03-01", "the zone is required")]
    [InlineData("2026-02-30T09:00:00Z", "takes a time such as")]
    [InlineData("2026-03-01 09:00:00Z", "takes a time such as")]
    [InlineData("tomorrow", "takes a time such as")]
    [InlineData("", "takes a time such as")]
    public void refuses_anything_else_with_what_to_write(string text, string part)
    {
        InstantOption.TryParse(text, out _, out string fault).ShouldBeFalse();
        fault.ShouldContain(part);
    }
}
