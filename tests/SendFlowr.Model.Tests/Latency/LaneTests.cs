using SendFlowr.Model.Latency;

namespace SendFlowr.Model.Tests.Latency;

public class LaneTests
{
    [Fact]
    public void a_lane_is_written_provider_slash_channel_and_read_back()
    {
        new Lane("klaviyo", "email").ToString().ShouldBe("klaviyo/email");
        Lane.TryParse("klaviyo/email", out Lane lane).ShouldBeTrue();
        lane.ShouldBe(new Lane("klaviyo", "email"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("klaviyo")]
    [InlineData("/email")]
    [InlineData("klaviyo/")]
    public void text_without_both_parts_is_no_lane(string text) => Lane.TryParse(text, out _).ShouldBeFalse();
}
