using System.Globalization;
using System.Text.Json;
using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Owners;

namespace SendFlowr.Integration.Instances;

/// <summary><c>doctor</c> against a real broker.</summary>
[Collection(OneBrokerCollection.Name)]
public sealed class DoctorTests(OneBroker broker) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sendflowr-doctor-");

    [KafkaFact]
    public void a_cluster_is_well_when_topics_and_feeds_are_there()
    {
        string feed = broker.Cluster.CreateTopic("doctor-feed", 1);
        ProgramRun before = Run(broker.Cluster.BootstrapServers, feed);
        before.ExitCode.ShouldBe(1, before.Output + before.Error);
        Check(before, "topics").GetProperty("fix").GetString()!.ShouldContain("sendflowr topics apply");
        ProgramRun.Of(Settings(broker.Cluster.BootstrapServers, feed), _folder.FullName, "topics", "apply").ExitCode.ShouldBe(0);

        ProgramRun after = Run(broker.Cluster.BootstrapServers, feed);
        after.ExitCode.ShouldBe(0, after.Output + after.Error);
        Check(after, "brokers").GetProperty("detail").GetString()!.ShouldContain($"1 in the cluster");
        Check(after, "librdkafka").GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();

        Check(after, "deployment").GetProperty("detail").GetString().ShouldBe("'doctor.' has not begun yet");

        using (Streams.Kafka.Engine.KafkaCluster cluster = new(broker.Cluster.BootstrapServers, new Dictionary<string, string>()))
        {
            cluster.ClaimDeployment("doctor", "doctor.", new DeploymentClaim("another key", 8), TimeProvider.System);
        }

        ProgramRun stranger = Run(broker.Cluster.BootstrapServers, feed);
        stranger.ExitCode.ShouldBe(1);
        Check(stranger, "deployment").GetProperty("detail").GetString()!.ShouldContain("was begun with a key of the fingerprint another key");

        ProgramRun without = Run(broker.Cluster.BootstrapServers, "nobody-makes-this");
        without.ExitCode.ShouldBe(1);
        Check(without, "feeds").GetProperty("detail").GetString()!.ShouldContain("the cluster has no topic nobody-makes-this");
    }

    [KafkaFact]
    public void brokers_out_of_reach_are_told_with_the_remedy()
    {
        ProgramRun run = Run(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePorts.Take()}"), "feed");
        run.ExitCode.ShouldBe(3, run.Output + run.Error);
        Check(run, "brokers").GetProperty("fix").GetString().ShouldBe("start them, or correct kafka.bootstrap and kafka.properties");
        Check(run, "clock").GetProperty("ok").GetBoolean().ShouldBeTrue();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static JsonElement Check(ProgramRun run, string name) =>
        JsonElement.Parse(run.Output).GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == name);

    private ProgramRun Run(string bootstrap, string feed) => ProgramRun.Of(Settings(bootstrap, feed), _folder.FullName, "doctor", "--json");

    private static Dictionary<string, string> Settings(string bootstrap, string feed) =>
        DeploymentSettings.Of(bootstrap, "doctor.", ("SENDFLOWR__FEEDS__0__TOPIC", feed), ("SENDFLOWR__FEEDS__0__CONNECTOR", "canonical"));
}
