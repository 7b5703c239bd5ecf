using SendFlowr.Connectors.Yaml;

namespace SendFlowr.Connectors.Tests.Yaml;

public class YamlDocumentTests
{
    [Fact]
    public void keeps_the_place_of_every_node()
    {
        YamlNode root = YamlDocument.Parse("a: 1\nb:\n  - x\n  - { c: 'y' }\n", new YamlErrors("f.yaml"))!;
        root.Entries[1].Value.Items[0].Line.ShouldBe(3);
        root.Entries[1].Value.Items[0].Column.ShouldBe(5);
        YamlNode y = root.Entries[1].Value.Items[1].Entries[0].Value;
        (y.Line, y.Column, y.Text, y.IsPlain).ShouldBe((4, 10, "y", false));
    }

    [Theory]
    [InlineData("", "f.yaml:1:1: the file is empty.")]
    [InlineData("a: 1\nb: [1\n", "f.yaml:3:1: this is not YAML: ")]
    [InlineData("a: &x 1\nb: *x\n", "f.yaml:1:4: anchors, aliases and tags are not read; write the value out.")]
    [InlineData("a: !!binary AAAA\n", "f.yaml:1:4: anchors, aliases and tags are not read; write the value out.")]
    [InlineData("a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document begins here; a file holds one.")]
    [InlineData("a: 1\nb: 2\na: 3\n", "f.yaml:3:1: the key 'a' is already on line 1; keep one of them.")]
    [InlineData("? [a]\n: 1\n", "f.yaml:1:1: a key must be plain text.")]
    public void says_what_is_wrong_and_where(string text, string expected)
    {
        YamlErrors errors = new("f.yaml");
        YamlDocument.Parse(text, errors);
        errors.All.Count.ShouldBe(1);
        errors.All[0].ToString().ShouldStartWith(expected);
    }

    [Fact]
    public void refuses_nesting_without_end_and_files_without_measure()
    {
        YamlErrors errors = new("f.yaml");
        YamlDocument.Parse(new string('[', 5000), errors).ShouldBeNull();
        errors.All[0].ToString().ShouldBe("f.yaml:1:33: more than 32 levels of nesting.");
        errors = new("f.yaml");
        YamlDocument.Parse(new string('#', YamlDocument.MaxCharacters + 1), errors).ShouldBeNull();
        errors.All[0].ToString().ShouldStartWith("f.yaml:1:1: the file has 1048577 characters; at most 1048576 are read.");
    }

    [Fact]
    public void any_text_has_an_answer()
    {
        const int seed = 99;
        Random random = new(seed);
        const string alphabet = "a:- {}[]'\"\n\t#&*!|>%@`,?0~";
        for (int round = 0; round < 5000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            YamlErrors errors = new("f.yaml");
            YamlNode? root = YamlDocument.Parse(text, errors);
            (root is null).ShouldBe(errors.Any && root is null, $"seed {seed}, round {round}: {text}");
        }
    }
}
