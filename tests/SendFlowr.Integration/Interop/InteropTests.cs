using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SendFlowr.Integration.Instances;
using SendFlowr.Integration.Servers;
using SendFlowr.Integration.Wire;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Interop;

/// <summary>Clients of other languages on both sides of an instance, and independent implementations of Avro on both sides of its records.</summary>
[Collection(OneBrokerCollection.Name)]
public sealed class InteropTests(OneBroker broker) : IDisposable
{
    private const string Prefix = "interop.";
    private const int Events = 300;
    private const int Requests = 7;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private const string Connector = """
        connector: clicks
        event_id: id
        event_type: { const: clicked }
        occurred_at: { path: at, format: rfc3339 }
        provider: { const: klaviyo }
        channel: { const: email }
        identifiers:
          - { type: email, path: who.mail }
        attributes:
          price: { path: price, optional: true }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sendflowr-interop-");

    [InteropFact]
    public void feeds_and_requests_of_other_clients_flow_through_and_an_orchestrator_in_python_reads_the_triggers()
    {
        using SchemaRegistry registry = SchemaRegistry.Start();
        string clicks = broker.Cluster.CreateTopic("interop-clicks", 2);
        string opens = broker.Cluster.CreateTopic("interop-opens", 3);
        IKafkaClients clients = broker.Clients();
        using InstanceProcess instance = new("interop", _folder.FullName, Settings(clicks, opens, registry));
        Until(instance, () => HasTopic(clients, "tenant.changelog"));

        string address = registry.Address.GetLeftPart(UriPartial.Authority);
        string bootstrap = broker.Cluster.BootstrapServers;
        string[] java = Java();
        ForeignProgram.Run(Surroundings.Java, [.. java, "produce", bootstrap, address, clicks, Prefix + "requests", Text(Events)]);
        ForeignProgram.Run(InteropFactAttribute.Python!, Source("produce_json.py"), bootstrap, opens, Text(Events));
        using ForeignProgram orchestrator = ForeignProgram.Start(
            InteropFactAttribute.Python!, Path.Combine(Surroundings.Root, "docs", "examples", "orchestrator.py"),
            "--bootstrap", bootstrap, "--registry", address, "--topic", Prefix + "triggers", "--group", "interop", "--limit", Text(Requests));
        string[] events = ForeignProgram.Run(Surroundings.Java, [.. java, "consume", bootstrap, address, Prefix + "events", Text(2 * Events)]);

        CheckTriggers(orchestrator.Lines());
        CheckEvents(events);
        instance.Stop().ShouldBe(130, instance.Told);
        RawRecords.Of(clients, Prefix + "deadletters").ShouldBeEmpty();
        RawRecords.Of(clients, Prefix + "events").Count.ShouldBe(2 * Events);
        RawRecords.Of(clients, Prefix + "triggers").Count.ShouldBe(Requests);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void CheckTriggers(string[] lines)
    {
        JsonElement[] triggers = [.. lines.Select(line => JsonElement.Parse(line))];
        triggers.Select(trigger => trigger.GetProperty("request_id").GetString()).Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, Requests).Select(number => $"java-request-{Text(number)}"));
        foreach (JsonElement trigger in triggers)
        {
            string number = trigger.GetProperty("request_id").GetString()![^1..];
            JsonElement recipient = trigger.GetProperty("recipient").EnumerateArray().Single();
            recipient.GetProperty("type").GetString().ShouldBe("email");
            recipient.GetProperty("source").GetString().ShouldBe("default");
            recipient.GetProperty("value").GetString().ShouldBe($"p{number}@example.com");
            trigger.GetProperty("metadata").GetProperty("template").GetString().ShouldBe($"größe-{number}");
            trigger.GetProperty("channel").GetString().ShouldBe("email");
            trigger.GetProperty("template").ValueKind.ShouldBe(JsonValueKind.Null);
            trigger.GetProperty("emitted_at_utc").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(trigger.GetProperty("trigger_timestamp_utc").GetDateTimeOffset());
        }
    }

    private static void CheckEvents(string[] lines)
    {
        Dictionary<string, JsonElement> events = lines.Select(line => JsonElement.Parse(line)).ToDictionary(it => it.GetProperty("event_id").GetString()!);
        events.Keys.Order(StringComparer.Ordinal).ShouldBe(
            new[] { "java", "python" }.SelectMany(who => Enumerable.Range(0, Events).Select(number => $"{who}-{Text(number)}")).Order(StringComparer.Ordinal));
        JsonElement click = events["java-5"];
        click.GetProperty("event_type").GetString().ShouldBe("clicked");
        click.GetProperty("occurred_at").ToString().ShouldContain("1790000000005");
        click.GetProperty("attributes").GetProperty("price").GetString().ShouldBe("1.25");
        click.GetProperty("identifiers").EnumerateArray().Single().GetProperty("type").GetString().ShouldBe("email_hash");
        events["python-5"].GetProperty("event_type").GetString().ShouldBe("opened");
        events["python-5"].GetProperty("identifiers").ToString().ShouldBe(click.GetProperty("identifiers").ToString());
    }

    /// <summary>Compiles the client. Returns the words that begin a run of it.</summary>
    private string[] Java()
    {
        string path = string.Join(
            Path.PathSeparator, _folder.FullName, Path.Combine(Surroundings.KafkaJars!, "*"), Path.Combine(InteropFactAttribute.AvroJars!, "*"));
        ForeignProgram.Run("javac", "-proc:none", "-cp", path, "-d", _folder.FullName, Source("ForeignClient.java"));
        return ["-Dlog4j2.level=error", "-cp", path, "ForeignClient"];
    }

    private static string Source(string file) => Path.Combine(Surroundings.Root, "tests", "SendFlowr.Integration", "Interop", file);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Until(InstanceProcess instance, Func<bool> isDone)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isDone())
        {
            instance.HasExited.ShouldBeFalse(instance.Told);
            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Limit, instance.Told);
        }
    }

    private static bool HasTopic(IKafkaClients clients, string topic)
    {
        using IClusterAdmin admin = clients.CreateAdmin();
        return admin.PartitionCount(Prefix + topic) is not null;
    }

    private Dictionary<string, string> Settings(string clicks, string opens, SchemaRegistry registry)
    {
        string connector = Path.Combine(_folder.FullName, "clicks.yaml");
        File.WriteAllText(connector, Connector);
        return DeploymentSettings.Of(
            broker.Cluster.BootstrapServers,
            Prefix,
            ("SENDFLOWR__KAFKA__REGISTRY", registry.Address.GetLeftPart(UriPartial.Authority)),
            ("SENDFLOWR__FEEDS__0__TOPIC", clicks),
            ("SENDFLOWR__FEEDS__0__CONNECTOR", connector),
            ("SENDFLOWR__FEEDS__0__FORMAT", "avro"),
            ("SENDFLOWR__FEEDS__1__TOPIC", opens),
            ("SENDFLOWR__FEEDS__1__CONNECTOR", "canonical"));
    }
}
