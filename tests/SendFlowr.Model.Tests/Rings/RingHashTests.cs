using System.Text;
using SendFlowr.Model.Rings;

namespace SendFlowr.Model.Tests.Rings;

public class RingHashTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("klaviyo", "01HXYZ")]
    [InlineData("münchen", "é𝄞漢")]
    public void text_and_utf8_agree(string provider, string id) =>
        RingHash.Of(provider, id).ShouldBe(RingHash.OfUtf8(Encoding.UTF8.GetBytes(provider), Encoding.UTF8.GetBytes(id)));

    [Fact]
    public void where_the_provider_ends_matters() => RingHash.Of("ab", "c").ShouldNotBe(RingHash.Of("a", "bc"));

    [Fact]
    public void bits_are_frozen_since_they_are_stored()
    {
        RingHash.Of("klaviyo", "01HXYZ").ShouldBe((ushort)30149);
        RingHash.Of("", "").ShouldBe((ushort)9201);
    }

    [Fact]
    public void ids_that_count_up_spread_over_all_values()
    {
        HashSet<ushort> seen = [.. Enumerable.Range(0, 20_000).Select(i => RingHash.Of("p", $"event-{i}"))];
        seen.Count.ShouldBeInRange(16_500, 18_300, "20,000 balls in 65,536 boxes fill about 17,230");
    }
}
