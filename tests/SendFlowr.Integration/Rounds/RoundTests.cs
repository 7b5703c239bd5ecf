using System.Diagnostics;
using System.Globalization;
using SendFlowr.Integration.Instances;
using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Clients;
using SendFlowr.Streams.Kafka.Ports;
using Xunit.Abstractions;

namespace SendFlowr.Integration.Rounds;

/// <summary>
/// Two instances of the built program on three brokers under load. In each round something happens to an instance and to a broker at the same time:
/// within five rounds each of the faults, in an order of chance.
/// </summary>
/// <remarks><c>SENDFLOWR_SEED</c> is the seed, <c>SENDFLOWR_ROUNDS</c> the number of rounds, by default 5, and 50 in a soak.</remarks>
public sealed class RoundTests(ITestOutputHelper output) : IDisposable
{
    private const string Prefix = "rounds.";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sendflowr-rounds-");

    [ProxyFact]
    public void nothing_is_lost_or_doubled_whatever_happens_to_instances_and_brokers()
    {
        bool isSoak = Environment.GetEnvironmentVariable("SENDFLOWR_SOAK") == "1";
        int seed = Number("SENDFLOWR_SEED") ?? 7;
        int rounds = Number("SENDFLOWR_ROUNDS") ?? (isSoak ? 50 : 5);
        string header = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {rounds} rounds");
        output.WriteLine(header);
        Random random = new(seed);
        using KafkaCluster cluster = KafkaCluster.Start(3, BrokerSettings);
        using FaultProxy proxy = FaultProxy.Before(cluster);
        ConfluentClients clients = new(new KafkaClientOptions { BootstrapServers = cluster.BootstrapServers });
        TopicPartition feed = new(cluster.CreateTopic("rounds-feed", 1), 0);
        TopicPartition silent = new(cluster.CreateTopic("rounds-silent", 1), 0);
        ProgramRun.Of(Settings(cluster.BootstrapServers, feed.Topic), _folder.FullName, "topics", "apply", "--partitions", $"{RoundLoad.Partitions}").ExitCode.ShouldBe(0);
        using InstanceProcess one = new("one", _folder.FullName, Settings(cluster.BootstrapServers, feed.Topic));
        using InstanceProcess two = new("two", _folder.FullName, Settings(cluster.ProxyBootstrapServers, feed.Topic));
        using RoundLoad load = new(clients, feed, silent, Prefix + "requests");
        RoundFaults faults = new(cluster, proxy, [one, two], load);
        load.GoOn(TimeSpan.FromSeconds(3));
        Do(faults, random, rounds);
        load.End();
        RoundAudit audit = new(new TopicRecords(clients, Prefix), load.Documents, load.Requests, Key);
        Await(audit, faults, header);
        one.Stop().ShouldBe(130, one.Told);
        two.Stop().ShouldBe(130, two.Told);

        audit.Faults(_folder.FullName).Take(20).ShouldBeEmpty(header);
        output.WriteLine($"{load.Documents.Count} events, {load.Requests} requests; ended by themselves: {string.Join('\n', faults.Ended)}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Key => Convert.FromHexString(new string('7', 64));

    /// <summary>Times that let a round be short: a transaction left open ends within a second of its time.</summary>
    private static Dictionary<string, string> BrokerSettings => new()
    {
        ["transaction.abort.timed.out.transaction.cleanup.interval.ms"] = "1000",
    };

    private static Dictionary<string, string> Settings(string bootstrap, string feed) => DeploymentSettings.Of(
        bootstrap,
        Prefix,
        ("SENDFLOWR__IDENTITY__KEY", Convert.ToHexString(Key)),
        ("SENDFLOWR__KAFKA__WORKERS", "2"),
        ("SENDFLOWR__KAFKA__PROPERTIES__SESSION.TIMEOUT.MS", "6000"),
        ("SENDFLOWR__KAFKA__PROPERTIES__TRANSACTION.TIMEOUT.MS", "5000"),
        ("SENDFLOWR__FEEDS__0__TOPIC", feed),
        ("SENDFLOWR__FEEDS__0__CONNECTOR", "canonical"));

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : null;

    private void Do(RoundFaults faults, Random random, int rounds)
    {
        Queue<InstanceFault> ofInstances = [];
        Queue<BrokerFault> ofBrokers = [];
        for (int round = 1; round <= rounds; round++)
        {
            InstanceFault ofInstance = Draw(ofInstances, random);
            BrokerFault ofBroker = Draw(ofBrokers, random);
            (Random first, Random second) = (new Random(random.Next()), new Random(random.Next()));
            long start = Stopwatch.GetTimestamp();
            Task brokers = Task.Factory.StartNew(() => faults.Do(ofBroker, second), TaskCreationOptions.LongRunning);
            faults.Do(ofInstance, first);
            brokers.GetAwaiter().GetResult();
            faults.StartEnded();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"round {round}: instance {ofInstance}, broker {ofBroker}, {Stopwatch.GetElapsedTime(start).TotalSeconds:f0} s"));
        }
    }

    /// <summary>Every fault comes once before any comes again.</summary>
    private static T Draw<T>(Queue<T> deck, Random random)
        where T : struct, Enum
    {
        if (deck.Count == 0)
        {
            T[] all = Enum.GetValues<T>();
            random.Shuffle(all);
            Array.ForEach(all, deck.Enqueue);
        }

        return deck.Dequeue();
    }

    private void Await(RoundAudit audit, RoundFaults faults, string header)
    {
        long start = Stopwatch.GetTimestamp();
        string standing = "";
        while (!audit.IsComplete(out standing))
        {
            faults.StartEnded();
            if (Stopwatch.GetElapsedTime(start) > Limit)
            {
                Assert.Fail($"{header}: {standing}; ended: {string.Join('\n', faults.Ended)}\n{faults.Readiness()}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"complete after {Stopwatch.GetElapsedTime(start).TotalSeconds:f0} s: {standing}"));
    }
}
