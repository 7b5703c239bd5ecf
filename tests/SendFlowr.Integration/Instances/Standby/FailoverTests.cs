using System.Diagnostics;
using System.Globalization;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Integration.Clients;
using SendFlowr.Integration.Servers;
using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;
using Xunit.Abstractions;
using Cluster = SendFlowr.Streams.Kafka.Engine.KafkaCluster;

namespace SendFlowr.Integration.Instances.Standby;

/// <summary>An instance of the built program is killed, and another that has standbys of its tasks goes on, with the full pipeline on a real broker.</summary>
[Collection(OneBrokerCollection.Name)]
public sealed class FailoverTests(OneBroker broker, ITestOutputHelper output) : IDisposable
{
    private const string Prefix = "failover.";
    private const int Partitions = 8;
    private const int People = 5000;
    private const int Events = 20_000;
    private static readonly byte[] Key = Enumerable.Repeat((byte)0x77, 32).ToArray();
    private static readonly TimeSpan MostUntilAnswer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostUntilMoved = TimeSpan.FromSeconds(6 + 5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sendflowr-failover-");

    [KafkaFact]
    public void after_a_kill_the_standby_answers_at_once_and_its_tables_are_taken_over()
    {
        TopicPartition feed = new(broker.Cluster.CreateTopic("failover-feed", 1), 0);
        Write(feed);
        using InstanceProcess one = new("one", _folder.FullName, Settings(feed.Topic));
        using Cluster cluster = new(broker.Cluster.BootstrapServers, new Dictionary<string, string> { ["session.timeout.ms"] = "6000" });
        CountDeployment.Until(() => cluster.Describe([$"{Prefix}owners", $"{Prefix}tenant.changelog"]).Count == 2, "the topics of the deployment");
        using KafkaEngine two = Start(cluster, feed.Topic);
        TaskId[] people = [.. Enumerable.Range(0, Partitions).Select(partition => new TaskId(PersonTopology.Name, partition))];
        CountDeployment.Until(() => people.Sum(task => Rows(two, task)?.Table.Count ?? 0) == People, () => $"rows of all people here: {string.Join('\n', two.Tasks)}\n{one.Told}");
        CountDeployment.Until(() => people.Select(task => two.Owners.OwnerOf(task)?.Instance).Distinct().Order().SequenceEqual(["one", "two"]), "tasks of both");
        TaskId[] moved = [.. people.Where(task => two.Owners.OwnerOf(task)!.Instance == "one")];
        CountDeployment.Until(() => moved.All(task => Rows(two, task) is { IsActive: false, MillisecondsBehind: 0 }), "standbys of the other's tasks");
        moved.ShouldAllBe(task => two.Owners.StandbysOf(task).Single().Name == "two");

        one.Kill();
        long killed = Stopwatch.GetTimestamp();
        moved.ShouldAllBe(task => Rows(two, task) != null);
        Stopwatch.GetElapsedTime(killed).ShouldBeLessThan(MostUntilAnswer);
        CountDeployment.Until(() => moved.All(task => Rows(two, task) is { IsActive: true }), "the tasks that moved");
        TimeSpan took = Stopwatch.GetElapsedTime(killed);
        took.ShouldBeLessThan(MostUntilMoved);

        people.Sum(task => Rows(two, task)!.Value.Table.Count).ShouldBe(People);
        long restored = two.Tasks.Where(place => moved.Contains(place.Task)).Sum(place => place.Restored);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"moved {moved.Length} tasks in {took.TotalSeconds:0.0} s; {restored} records restored of {People} people"));
        restored.ShouldBeLessThan(People / 10);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static TaskRows? Rows(KafkaEngine engine, TaskId task) => engine.Read(task, PipelineTopologies.PeopleTable);

    private KafkaEngine Start(Cluster cluster, string feed)
    {
        FeedBindings feeds = new();
        MapperFactory mappers = new(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions());
        FeedBinding binding = feeds.Bind(feed, mappers.CreateJson);
        KafkaEngineOptions options = new()
        {
            Group = Prefix.TrimEnd('.'),
            Instance = "two",
            TopicPrefix = Prefix,
            Directory = Path.Combine(_folder.FullName, "two"),
            Standbys = 1,
            FollowAlways = [TenantTopology.Name],
            NextDue = PipelineTopologies.NextDue,
            Feeds = [new FeedTopic(NormalizeTopology.Name, NormalizeTopology.Feed, feed, FeedStart.Earliest, binding.Key)],
        };
        return cluster.Start(
            options, PipelineTopologies.All(feeds, Key, null, SignalRules.Factory, 24 * 60, PersonClocks.Utc, Partitions), new PhysicalFileSystem(), TimeProvider.System);
    }

    private Dictionary<string, string> Settings(string feed) => new()
    {
        ["SENDFLOWR__ENGINE"] = "kafka",
        ["SENDFLOWR__IDENTITY__KEY"] = Convert.ToHexString(Key),
        ["SENDFLOWR__POLICY__CLOCK"] = "utc",
        ["SENDFLOWR__KAFKA__BOOTSTRAP"] = broker.Cluster.BootstrapServers,
        ["SENDFLOWR__KAFKA__PREFIX"] = Prefix,
        ["SENDFLOWR__KAFKA__WORKERS"] = "1",
        ["SENDFLOWR__KAFKA__PROPERTIES__SESSION__TIMEOUT__MS"] = "6000",
        ["SENDFLOWR__FEEDS__0__TOPIC"] = feed,
        ["SENDFLOWR__FEEDS__0__CONNECTOR"] = "canonical",
    };

    private void Write(TopicPartition feed)
    {
        using ITransactionalProducer producer = broker.Clients().CreateProducer("failover-writer");
        producer.InitTransactions();
        producer.Begin();
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        for (int number = 0; number < Events; number++)
        {
            producer.Send(feed, "", string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"event_id":"e{{number}}","event_type":"clicked","occurred_at":{{1_790_000_000_000 + (number * 1000L)}},"provider":"klaviyo","channel":"email","identifiers":[{"type":"email","value":"p{{number % People}}@example.com"}]}"""), now);
        }

        producer.Commit();
    }
}
