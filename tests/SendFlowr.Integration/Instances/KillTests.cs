using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SendFlowr.Integration.Clients;
using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Instances;

/// <summary>Two instances of the built program on a real broker, killed and stopped while events and requests come in.</summary>
[Collection(OneBrokerCollection.Name)]
public sealed partial class KillTests(OneBroker broker) : IDisposable
{
    private const string Prefix = "kills.";
    private const int Partitions = 4;
    private const int EventsPerRound = 2000;
    private const int RequestsPerRound = 20;
    private const int Rounds = 4;
    private const int SoakRounds = 50;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sendflowr-kills-");
    private int _events;
    private int _requests;

    [KafkaFact]
    public void every_event_counts_once_and_every_request_ends_once_whoever_is_killed()
    {
        int rounds = Environment.GetEnvironmentVariable("SENDFLOWR_SOAK") == "1" ? SoakRounds : Rounds;
        Random chance = new(11);
        IKafkaClients clients = broker.Clients();
        TopicPartition feed = new(broker.Cluster.CreateTopic("kills-feed", 1), 0);
        using InstanceProcess one = new("one", _folder.FullName, Settings(feed.Topic));
        using InstanceProcess two = new("two", _folder.FullName, Settings(feed.Topic));
        UntilTopicsAre(clients);
        InstanceProcess[] instances = [one, two];
        for (int round = 0; round < rounds; round++)
        {
            Write(clients, feed);
            InstanceProcess instance = instances[chance.Next(instances.Length)];
            if (chance.Next(3) == 0)
            {
                instance.StopAndStart();
            }
            else
            {
                instance.KillAndStart();
            }
        }

        long start = Stopwatch.GetTimestamp();
        List<string> triggered = [];
        while (triggered.Distinct().Count() < _requests || Count(clients, "events") < _events)
        {
            one.HasExited.ShouldBeFalse(one.Told);
            two.HasExited.ShouldBeFalse(two.Told);
            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Limit, $"{Standing(clients)}; {triggered.Count} of {_requests} triggers; {one.Told}\n{two.Told}");
            triggered = Ids(clients, "triggers");
        }

        one.Stop().ShouldBe(130, one.Told);
        two.Stop().ShouldBe(130, two.Told);
        Read(clients, "events").Select(record => record.Value).Distinct().Count().ShouldBe(_events);
        Count(clients, "events").ShouldBe(_events);
        Ids(clients, "triggers").Order(StringComparer.Ordinal).ShouldBe(
            Enumerable.Range(0, _requests).Select(RequestId).Order(StringComparer.Ordinal));
    }

    private string Standing(IKafkaClients clients) => string.Join(
        ", ", new[] { "events", "requests", "person.requests", "person.hops", "decisions", "triggers", "deadletters" }.Select(topic => $"{topic} {Count(clients, topic)}"));

    public void Dispose() => _folder.Delete(recursive: true);

    private Dictionary<string, string> Settings(string feed) => DeploymentSettings.Of(
        broker.Cluster.BootstrapServers, Prefix, ("SENDFLOWR__FEEDS__0__TOPIC", feed), ("SENDFLOWR__FEEDS__0__CONNECTOR", "canonical"));

    private static string RequestId(int number) => string.Create(CultureInfo.InvariantCulture, $"request-{number:d6}");

    private static void UntilTopicsAre(IKafkaClients clients)
    {
        using IClusterAdmin admin = clients.CreateAdmin();
        long start = Stopwatch.GetTimestamp();
        while (admin.PartitionCount(Prefix + "triggers") is null || admin.PartitionCount(Prefix + "tenant.changelog") is null)
        {
            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Limit, "the topics of the deployment");
        }
    }

    private void Write(IKafkaClients clients, TopicPartition feed)
    {
        using ITransactionalProducer producer = clients.CreateProducer("kills-writer");
        producer.InitTransactions();
        producer.Begin();

        // Events of after their receipt are refused, and the window of a request that names none begins with it: the time of the record.
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        for (int i = 0; i < EventsPerRound; i++, _events++)
        {
            producer.Send(feed, "", string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"event_id":"e{{_events}}","event_type":"clicked","occurred_at":{{1_790_000_000_000 + (_events * 1000L)}},"provider":"klaviyo","channel":"email","identifiers":[{"type":"email","value":"p{{_events % 97}}@example.com"}]}"""), now);
        }

        for (int i = 0; i < RequestsPerRound; i++, _requests++)
        {
            string request = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"request_id":"{{RequestId(_requests)}}","email":"p{{_requests % 97}}@example.com","priority":"urgent"}""");

            producer.Send(new TopicPartition(Prefix + "requests", _requests % Partitions), "", request, now);
        }

        producer.Commit();
    }

    private static int Count(IKafkaClients clients, string topic) => Read(clients, topic).Count;

    private static List<string> Ids(IKafkaClients clients, string topic) =>
        [.. Read(clients, topic).Select(record => Request().Match(record.Value).Value)];

    private static IReadOnlyList<(string Key, string Value)> Read(IKafkaClients clients, string topic)
    {
        using IClusterAdmin admin = clients.CreateAdmin();
        int partitions = admin.PartitionCount(Prefix + topic)!.Value;
        RecordList records = clients.ReadAll([.. Enumerable.Range(0, partitions).Select(partition => new TopicPartition(Prefix + topic, partition))]);
        return [.. records.Records.Select(record => (record.Key, record.Value))];
    }

    [GeneratedRegex("request-[0-9]{6}", RegexOptions.CultureInvariant)]
    private static partial Regex Request();
}
