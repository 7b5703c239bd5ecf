using SendFlowr.Connectors.Definitions;

namespace SendFlowr.Connectors.Tests.Definitions;

public class DocumentPathTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("a.b.c", "a|b|c")]
    [InlineData("a[0].b", "a|#0|b")]
    [InlineData("a[12][3]", "a|#12|#3")]
    [InlineData("\"odd.key\".x", "odd.key|x")]
    [InlineData("a.'x[1]'", "a|x[1]")]
    [InlineData("a.\"say \"\"hi\"\"\"", "a|say \"hi\"")]
    [InlineData("Click Time (local)", "Click Time (local)")]
    [InlineData("$.account.id", "$|account|id")]
    [InlineData("$", "$")]
    [InlineData("$[2].x", "$|#2|x")]
    [InlineData(".", "")]
    [InlineData("utm_söurce", "utm_söurce")]
    public void reads_keys_positions_and_quotes(string text, string expected)
    {
        DocumentPath.TryParse(text, out DocumentPath? path, out string error).ShouldBeTrue(error);
        string root = path!.FromRoot ? "$" : "";
        string steps = string.Join('|', path.Steps.Select(step => step.Key ?? $"#{step.Index}"));
        string.Join('|', new[] { root, steps }.Where(part => part.Length > 0)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("", "a path has 1 to 512 characters")]
    [InlineData("a..b", "expected a key at character 3; put a key with . [ ] or quotes into quotes")]
    [InlineData("a.", "expected '.key' or '[number]' at character 2")]
    [InlineData(".a", "expected a key at character 1; put a key with . [ ] or quotes into quotes")]
    [InlineData("a[x]", "expected [0] to [999] at character 2")]
    [InlineData("a[1", "expected [0] to [999] at character 2")]
    [InlineData("a[1000]", "expected [0] to [999] at character 2")]
    [InlineData("a[-1]", "expected [0] to [999] at character 2")]
    [InlineData("a[0].", "a path does not end with a dot")]
    [InlineData("a]b", "expected '.key' or '[number]' at character 2")]
    [InlineData("'a", "the quote at character 1 is never closed")]
    [InlineData("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q", "more than 16 steps")]
    public void says_what_is_wrong_with_a_path(string text, string expected)
    {
        DocumentPath.TryParse(text, out _, out string error).ShouldBeFalse();
        error.ShouldBe(expected);
    }

    [Theory]
    [InlineData("Order.Id", "Order.Id")]
    [InlineData("\" padded \"", " padded ")]
    [InlineData("Time [UTC]", "Time [UTC]")]
    [InlineData("a..b", "a..b")]
    public void a_column_name_is_the_text_itself(string text, string column) =>
        DocumentPath.OfColumn(text).ColumnName.ShouldBe(column);

    [Fact]
    public void any_text_has_an_answer()
    {
        const int seed = 5;
        Random random = new(seed);
        const string alphabet = "ab.[]\"'$0129 ";
        for (int round = 0; round < 20_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            bool read = DocumentPath.TryParse(text, out DocumentPath? path, out string error);
            (read, path is not null, error.Length == 0).ShouldBe((read, read, read), $"seed {seed}, round {round}: {text}");
        }
    }
}
