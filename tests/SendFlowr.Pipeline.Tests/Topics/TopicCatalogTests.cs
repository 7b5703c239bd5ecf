using SendFlowr.Avro.Catalog;
using SendFlowr.Connectors.Yaml;
using SendFlowr.Pipeline.Topics;

namespace SendFlowr.Pipeline.Tests.Topics;

public sealed class TopicCatalogTests
{
    private const string Good = """
        name: sendflowr.example
        about: An example.
        key: nothing
        value: event
        partitions: 8
        retention: 7d
        cleanup: compact
        """;

    [Fact]
    public void every_topic_of_the_pipeline_has_its_file() => TopicCatalog.All.Select(topic => topic.Name).ShouldBe(
    [
        TopicNames.DeadLetters, TopicNames.Decisions, TopicNames.Events, TopicNames.Features, TopicNames.Lanes, TopicNames.PersonHops,
        TopicNames.PersonRequests, TopicNames.Priors, TopicNames.Sums, TopicNames.Requests, TopicNames.Triggers,
    ]);

    [Fact]
    public void the_changelogs_are_those_of_the_topologies_with_tables() => TopicCatalog.Changelogs.Select(topic => (topic.Name, topic.Cleanup)).ShouldBe(
    [
        (TopicNames.PersonChangelog, "compact"), (TopicNames.TenantChangelog, "compact"),
    ]);

    [Fact]
    public void the_owners_are_one_compacted_partition_that_only_a_cluster_has() =>
        (TopicCatalog.Owners.Partitions, TopicCatalog.Owners.Cleanup, TopicCatalog.All.Contains(TopicCatalog.Owners)).ShouldBe((1, "compact", false));

    [Fact]
    public void every_topic_carries_a_schema_that_exists() =>
        TopicCatalog.All.Append(TopicCatalog.Owners).Select(topic => topic.Schema).Except(SchemaCatalog.Embedded.Names).ShouldBeEmpty();

    [Fact]
    public void a_file_says_what_the_topic_is() => TopicCatalog.Parse(Good, new YamlErrors("x.yaml"))
        .ShouldBe(new TopicFile("sendflowr.example", "event", 8, TimeSpan.FromDays(7), "compact", "create"));

    [Fact]
    public void partitions_and_cleanup_may_be_left_out()
    {
        string text = Good.Replace("partitions: 8\n", "", StringComparison.Ordinal).Replace("cleanup: compact", "", StringComparison.Ordinal);
        TopicFile topic = TopicCatalog.Parse(text, new YamlErrors("x.yaml"))!;
        topic.Partitions.ShouldBe(1);
        topic.Cleanup.ShouldBe("delete");
    }

    [Theory]
    [InlineData("name: sendflowr.example", "", "name")]
    [InlineData("partitions: 8", "partitions: 0", "partitions")]
    [InlineData("partitions: 8", "partitions: 4097", "4096")]
    [InlineData("retention: 7d", "retention: 7", "retention is a whole number of days, for example 7d.")]
    [InlineData("retention: 7d", "retention: 1.5d", "retention is a whole number of days, for example 7d.")]
    [InlineData("cleanup: compact", "cleanup: shred", "compact,delete")]
    [InlineData("about: An example.", "about: An example.\ncolour: red", "colour")]
    public void a_bad_file_is_told_with_its_key_and_what_is_allowed(string good, string bad, string told)
    {
        YamlErrors errors = new("x.yaml");
        TopicCatalog.Parse(Good.Replace(good, bad, StringComparison.Ordinal), errors);
        YamlFileException exception = Should.Throw<YamlFileException>(errors.ThrowIfAny);
        exception.Message.ShouldContain("x.yaml");
        exception.Message.ShouldContain(told);
    }
}
