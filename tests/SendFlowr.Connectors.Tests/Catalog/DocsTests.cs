using System.Text;
using System.Text.RegularExpressions;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Tests.Support;
using SendFlowr.Connectors.Yaml;
using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Tests.Catalog;

public partial class DocsTests
{
    private static readonly string Reference = File.ReadAllText(Repository.PathOf("docs/CONNECTORS.md"));

    [Theory]
    [InlineData("newsletter_export.yaml", "newsletter_export.csv")]
    [InlineData("batch_api.yaml", "batch_api.json")]
    [InlineData("canonical", "canonical.ndjson")]
    public void an_example_gives_what_its_output_file_shows(string connector, string sample)
    {
        string folder = Repository.PathOf("docs/examples");
        string definition = connector.EndsWith(".yaml", StringComparison.Ordinal) ? Path.Combine(folder, connector) : connector;
        using MemoryStream output = new();
        new ConnectorTester(ConnectorCatalog.Find(definition).Definition, new MapperOptions()).Run(Path.Combine(folder, sample), Recorder.ReceivedAt, output);
        string actual = Encoding.UTF8.GetString(output.ToArray()).Replace(folder + Path.DirectorySeparatorChar, "docs/examples/", StringComparison.Ordinal);
        string expected = File.ReadAllText(Path.Combine(folder, Path.GetFileNameWithoutExtension(sample) + ".out.ndjson"));
        actual.Split('\n').ShouldBe(expected.Split('\n'));
    }

    [Fact]
    public void the_sample_feed_to_start_with_is_all_events()
    {
        string sample = Repository.PathOf("docs/examples/shop_events.ndjson");
        ConnectorTestSummary summary = new ConnectorTester(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions())
            .Run(sample, Recorder.ReceivedAt, Stream.Null);
        summary.Events.ShouldBe(File.ReadAllLines(sample).Length);
        summary.Rejected.ShouldBe(0);
    }

    [Fact]
    public void every_example_file_belongs_to_a_test()
    {
        string[] known = ["newsletter_export", "batch_api", "canonical", "shop_events", "orchestrator"];
        foreach (string path in Directory.GetFiles(Repository.PathOf("docs/examples")))
        {
            known.ShouldContain(Path.GetFileName(path).Split('.')[0], path);
        }
    }

    [Fact]
    public void every_key_of_a_definition_is_documented()
    {
        YamlFileException exception = Should.Throw<YamlFileException>(() => ConnectorDefinitionLoader.Load(Feeds.Plus("no_such_key: 1"), "x"));
        string[] keys = exception.Errors.Single().Message.Split("allowed are ")[1].TrimEnd('.').Split(", ");
        keys.Length.ShouldBeGreaterThan(20);
        foreach (string key in keys)
        {
            Reference.ShouldContain($"`{key}`", Case.Sensitive, key);
        }
    }

    [Fact]
    public void every_reason_type_and_limit_is_documented()
    {
        foreach (RejectionReason reason in RejectionReasonText.All)
        {
            Reference.ShouldContain($"| `{reason.Text()}` |");
        }

        foreach (string name in IdentifierTypes.Default.EntryNames)
        {
            Reference.ShouldContain($"`{name}`");
        }

        foreach (string word in (string[])["hash_email", "e164", "strip_prefix", "unix_ns", "rfc3339", "first_of", "const", "starts_with", "ignore_case", "each", "optional", "otherwise"])
        {
            Reference.ShouldContain(word);
        }
    }

    [Fact]
    public void every_definition_in_the_text_is_valid()
    {
        string[] blocks = [.. YamlBlock().Matches(Reference).Select(match => match.Groups[1].Value)];
        blocks.Length.ShouldBe(2);
        foreach (string block in blocks)
        {
            string definition = block.Contains("connector:", StringComparison.Ordinal) ? block : Complete(block);
            Should.NotThrow(() => ConnectorDefinitionLoader.Load(definition, "CONNECTORS.md"), block);
        }
    }

    [Fact]
    public void the_definition_in_the_text_gives_what_the_example_file_gives()
    {
        using TempFiles files = new();
        string text = YamlBlock().Matches(Reference).Select(match => match.Groups[1].Value)
            .Single(block => block.Contains("connector: newsletter_export", StringComparison.Ordinal));
        string sample = Repository.PathOf("docs/examples/newsletter_export.csv");
        string[] outputs = [.. ((string[])[files.Write("text.yaml", text), Repository.PathOf("docs/examples/newsletter_export.yaml")]).Select(path =>
        {
            using MemoryStream output = new();
            new ConnectorTester(ConnectorCatalog.Find(path).Definition, new MapperOptions()).Run(sample, Recorder.ReceivedAt, output);
            return Encoding.UTF8.GetString(output.ToArray());
        })];
        outputs[0].ShouldBe(outputs[1]);
    }

    /// <summary>A fragment of the text with the required keys it leaves out.</summary>
    private static string Complete(string fragment)
    {
        IEnumerable<string> missing = Feeds.Minimal.Split('\n').Where(line =>
            line.Length > 0 && !Regex.IsMatch(fragment, "^" + line.Split(':')[0] + ":", RegexOptions.Multiline));
        return string.Join('\n', missing) + "\n" + fragment;
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
