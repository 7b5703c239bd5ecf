using System.Text.Json;
using SendFlowr.Integration.Clients;
using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Topics;

namespace SendFlowr.Integration.Instances;

[Collection(OneBrokerCollection.Name)]
public sealed class TopicVerbTests(OneBroker broker) : IDisposable
{
    private const int Topics = 14;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sendflowr-topics-");

    [KafkaFact]
    public void topics_are_created_once_and_then_differ_in_nothing()
    {
        Run("verbs-a.", "topics", "diff", "--json").ExitCode.ShouldBe(1);
        ProgramRun applied = Run("verbs-a.", "topics", "apply", "--partitions", "3", "--json");
        applied.ExitCode.ShouldBe(0, applied.Error);
        List("mended", applied).Count.ShouldBe(Topics);
        ProgramRun same = Run("verbs-a.", "topics", "diff", "--json");
        same.ExitCode.ShouldBe(0, same.Output);
        List("differences", same).ShouldBeEmpty();
        List("mended", Run("verbs-a.", "topics", "apply", "--json")).ShouldBeEmpty();
    }

    [KafkaFact]
    public void other_partitions_are_refused_with_the_way_and_nothing_is_changed()
    {
        Run("verbs-b.", "topics", "apply", "--partitions", "2").ExitCode.ShouldBe(0);
        ProgramRun refused = Run("verbs-b.", "topics", "apply", "--partitions", "4");
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("has 2 partitions where 4 are wanted");
        refused.Error.ShouldContain("Choose a new kafka.prefix");
        Run("verbs-b.", "topics", "diff").ExitCode.ShouldBe(0);
    }

    [KafkaFact]
    public void an_instance_refuses_a_topic_whose_partitions_do_not_fit()
    {
        Run("verbs-c.", "topics", "apply", "--partitions", "2").ExitCode.ShouldBe(0);
        using SendFlowr.Streams.Kafka.Engine.KafkaCluster cluster = new(broker.Cluster.BootstrapServers, new Dictionary<string, string>());
        cluster.Delete(["verbs-c.person.hops"]);
        Polling.Until(() => cluster.Describe(["verbs-c.person.hops"]).Count == 0, "the topic is gone");
        cluster.Create([new TopicSpec("verbs-c.person.hops", 5, new Dictionary<string, string>())]);
        Polling.Until(() => cluster.Describe(["verbs-c.person.hops"]).Count == 1, "the topic is back");
        ProgramRun refused = Run("verbs-c.", "up", "--role", "pipeline", "--port", "0");
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("'verbs-c.person.hops' has 5 partitions where 2 are wanted");
    }

    [KafkaTheory]
    [InlineData("verbs-e.", "person.changelog", "Choose a new kafka.prefix", 1)]
    [InlineData("verbs-f.", "events", "Choose a new kafka.prefix", 1)]
    [InlineData("verbs-g.", "triggers", "run `sendflowr topics apply`", 0)]
    public void a_topic_that_was_deleted_under_a_deployment_is_not_made_anew(string prefix, string deleted, string remedy, int applied)
    {
        Run(prefix, "topics", "apply", "--partitions", "2").ExitCode.ShouldBe(0);
        broker.Clients().Write(new(prefix + "requests", 0), "{}");
        using SendFlowr.Streams.Kafka.Engine.KafkaCluster cluster = new(broker.Cluster.BootstrapServers, new Dictionary<string, string>());
        cluster.Delete([prefix + deleted]);
        Polling.Until(() => cluster.Describe([prefix + deleted]).Count == 0, "the topic is gone");
        ProgramRun refused = Run(prefix, "up", "--role", "pipeline", "--port", "0");
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain($"'{prefix}{deleted}' does not exist, though the deployment has begun: '{prefix}requests' holds records");
        refused.Error.ShouldContain(remedy);
        cluster.Describe([prefix + deleted]).ShouldBeEmpty();
        Run(prefix, "topics", "apply").ExitCode.ShouldBe(applied);
        cluster.Describe([prefix + deleted]).Count.ShouldBe(1 - applied);
    }

    [Fact]
    public void a_verb_without_a_cluster_is_wrong_usage()
    {
        ProgramRun usage = ProgramRun.Of([], _folder.FullName, "topics", "diff");
        usage.ExitCode.ShouldBe(2);
        usage.Error.ShouldContain("kafka.bootstrap");
    }

    [Fact]
    public void differences_are_of_three_kinds_and_lists_are_compared_as_sets()
    {
        TopicSpec[] wanted =
        [
            new("a", 2, new Dictionary<string, string> { ["cleanup.policy"] = "compact,delete", ["retention.ms"] = "5" }),
            new("b", 1, new Dictionary<string, string>()),
        ];
        Dictionary<string, TopicFacts> actual = new()
        {
            ["a"] = new(3, new Dictionary<string, string> { ["cleanup.policy"] = "delete,compact", ["retention.ms"] = "7" }),
        };
        TopicComparison.Compare(wanted, actual).ShouldBe(
        [
            new TopicDifference("a", TopicDifferenceKind.Partitions, "partitions", "2", "3"),
            new TopicDifference("a", TopicDifferenceKind.Setting, "retention.ms", "5", "7"),
            new TopicDifference("b", TopicDifferenceKind.Missing, null, null, null),
        ]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static List<JsonElement> List(string name, ProgramRun run) => [.. JsonDocument.Parse(run.Output).RootElement.GetProperty(name).EnumerateArray()];

    private ProgramRun Run(string prefix, params string[] words) => ProgramRun.Of(
        DeploymentSettings.Of(broker.Cluster.BootstrapServers, prefix), _folder.FullName, words);
}
