using System.Diagnostics;
using SendFlowr.Integration.Clients;
using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Topics;
using SendFlowr.Streams.Kafka.Workers;
using KafkaCluster = SendFlowr.Streams.Kafka.Engine.KafkaCluster;

namespace SendFlowr.Integration.Engine;

/// <summary>An engine on a real broker that stands still, forgets, or loses topics.</summary>
[Collection(OneBrokerCollection.Name)]
public sealed class EngineTests(OneBroker broker) : IDisposable
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(6);
    private static readonly Dictionary<string, string> Compacted = new() { ["cleanup.policy"] = "compact" };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sendflowr-engine-");
    private readonly List<string> _reports = [];

    [KafkaFact]
    public void an_instance_without_work_is_not_ready_while_its_cluster_stands_still()
    {
        using KafkaCluster cluster = Cluster();
        using KafkaEngine engine = Start(cluster, "still.");
        Polling.Until(() => engine.IsServing && engine.IsIdle, "the engine serves");
        broker.Cluster.Brokers[0].Freeze();
        long start = Stopwatch.GetTimestamp();
        try
        {
            Polling.Until(() => !engine.IsServing, "the engine notices");
            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Session + TimeSpan.FromSeconds(1));
        }
        finally
        {
            broker.Cluster.Brokers[0].Thaw();
        }

        Polling.Until(() => engine.IsServing, "the engine serves again");
        engine.Completion.IsCompleted.ShouldBeFalse();
    }

    [KafkaFact]
    public void what_retention_took_is_reported_once_and_the_rest_is_processed()
    {
        using KafkaCluster cluster = Cluster();
        using (KafkaEngine engine = Start(cluster, "retention."))
        {
            broker.Clients().Write(new("retention.in", 0), "a", "b");
            Polling.Until(() => engine.Commits > 0 && engine.IsIdle, "two records");
        }

        broker.Clients().Write(new("retention.in", 0), "c", "d", "e");
        broker.Cluster.DeleteRecords("retention.in", 0, 5);
        using (KafkaEngine engine = Start(cluster, "retention."))
        {
            Polling.Until(() => engine.Commits > 0 && engine.IsIdle, "what is left");
            engine.Records.ShouldBe(1);
            engine.LostOffsets.ShouldBe(3, "two records, and the marker of a transaction");
            engine.Notes.ShouldHaveSingleItem().ShouldContain("retention.in-0 begins at 5");
            _reports.ShouldBe(engine.Notes);
        }
    }

    [KafkaFact]
    public void without_transactions_an_engine_counts_each_record_once_as_long_as_nothing_ends_in_the_middle()
    {
        using KafkaCluster cluster = Cluster();
        for (int round = 1; round <= 2; round++)
        {
            using KafkaEngine engine = Start(cluster, "plain.", DeliveryGuarantee.AtLeastOnce);
            broker.Clients().Write(new("plain.in", 0), "a", "b", "c");
            Polling.Until(() => engine.Records == 3 && engine.IsIdle, "three records");
            engine.CountRows(CountedKeys.Name, "counts").ShouldBe(1);
            IReadOnlyList<long> ends = cluster.EndOffsets("plain.in");
            Polling.Until(() => cluster.HasPassed("plain.group", "plain.in", ends), "the group's offsets");
        }

        // Rows, places and the end of each redo, and no marker of a transaction between them.
        RecordList changelog = broker.Clients().ReadAll(new Streams.Kafka.Ports.TopicPartition("plain.keys.changelog", 0));
        changelog.Ends.Values.Single().ShouldBe(changelog.Records.Count);
    }

    [KafkaFact]
    public async Task a_topic_that_is_made_anew_under_an_engine_ends_it()
    {
        using KafkaCluster cluster = Cluster();
        using KafkaEngine engine = Start(cluster, "anew.");
        broker.Clients().Write(new("anew.in", 0), "a", "b");
        Polling.Until(() => engine.Commits > 0 && engine.IsIdle, "two records");
        cluster.Delete(["anew.in"]);
        Polling.Until(() => cluster.FindMissing([In("anew.")]).Count == 1, "the topic is gone");
        cluster.Create([In("anew.")]);
        Exception failure = await Should.ThrowAsync<Exception>(engine.Completion.WaitAsync(TimeSpan.FromSeconds(30)));
        failure.Message.ShouldContain("made anew");
        failure.Message.ShouldContain("Use a new topic prefix");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static TopicSpec In(string prefix) => new(prefix + "in", 1, new Dictionary<string, string>());

    private KafkaCluster Cluster() => new(
        broker.Cluster.BootstrapServers, new Dictionary<string, string> { ["session.timeout.ms"] = $"{(int)Session.TotalMilliseconds}" });

    private KafkaEngine Start(KafkaCluster cluster, string prefix, DeliveryGuarantee guarantee = DeliveryGuarantee.ExactlyOnce)
    {
        TopicSpec[] topics = [In(prefix), .. new[] { CountedKeys.Name + ".changelog", "owners" }.Select(name => new TopicSpec(prefix + name, 1, Compacted))];
        cluster.Create(topics);
        KafkaEngineOptions options = new()
        {
            Group = prefix + "group",
            Instance = "one",
            TopicPrefix = prefix,
            Guarantee = guarantee,
            Directory = Path.Combine(_folder.FullName, prefix),
            Report = _reports.Add,
        };
        return cluster.Start(options, [CountedKeys.Of("sendflowr.in")], new PhysicalFileSystem(), TimeProvider.System);
    }
}
