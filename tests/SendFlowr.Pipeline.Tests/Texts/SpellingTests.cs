using SendFlowr.Pipeline.Texts;

namespace SendFlowr.Pipeline.Tests.Texts;

public sealed class SpellingTests
{
    private static readonly string[] Known = ["ingest", "decide", "curve", "--horizon", "--json"];

    [Theory]
    [InlineData("ingst", "ingest")]
    [InlineData("inegst", "ingest")]
    [InlineData("--horzion", "--horizon")]
    [InlineData("curves", "curve")]
    [InlineData("banana", null)]
    [InlineData("", null)]
    public void finds_the_nearest_word_when_it_is_near(string word, string? nearest) => Spelling.Nearest(word, Known).ShouldBe(nearest);

    [Fact]
    public void gives_up_on_very_long_words() => Spelling.Nearest(new string('x', 100_000), [new string('x', 100_000)]).ShouldBeNull();
}
