using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Wire;
using SendFlowr.Integration.Clients;
using SendFlowr.Integration.Instances;
using SendFlowr.Integration.Servers;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Wire;

/// <summary>An instance with a schema registry: what it writes, what it reads, and what it waits for.</summary>
[Collection(OneBrokerCollection.Name)]
public sealed partial class FramedInstanceTests(OneBroker broker) : IDisposable
{
    private const string Prefix = "framed.";
    private const int Events = 50;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private const string Click = """
        {"type":"record","name":"Click","namespace":"shop","fields":[{"name":"id","type":"string"},{"name":"at","type":"long"},{"name":"mail","type":"string"}]}
        """;

    /// <summary>A caller's own schema: a part of the fields, and one that nobody here knows.</summary>
    private const string OwnRequest = """
        {"type":"record","name":"Request","namespace":"sendflowr","fields":[{"name":"request_id","type":"string"},{"name":"team","type":"string"},
          {"name":"recipient","type":{"type":"array","items":{"type":"record","name":"Recipient","fields":[{"name":"type","type":"string"},{"name":"value","type":"string"}]}}},
          {"name":"priority","type":{"type":"enum","name":"Priority","symbols":["normal","urgent"]}}]}
        """;

    private const string Connector = """
        connector: clicks
        event_id: id
        event_type: { const: clicked }
        occurred_at: { path: at, format: unix_ms }
        provider: { const: klaviyo }
        channel: { const: email }
        identifiers:
          - { type: email, path: mail }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sendflowr-framed-");

    [KafkaRegistryFact]
    public void records_carry_the_ids_of_a_registry_and_come_in_whichever_form()
    {
        using SchemaRegistry server = SchemaRegistry.Start();
        using RegistryValues registry = new(server.Address);
        IKafkaClients clients = broker.Clients();
        TopicPartition feed = new(broker.Cluster.CreateTopic("framed-clicks", 1), 0);
        TopicPartition plain = new(broker.Cluster.CreateTopic("framed-plain", 1), 0);
        using InstanceProcess instance = new("framed", _folder.FullName, Settings(feed.Topic, server.Address, plain.Topic));
        Polling.Until(() => registry.IdOf(Prefix + "triggers") is not null && HasTopic(clients, "triggers"), "the schemas and topics of the deployment");

        int click = registry.Register("clicks-value", Click);
        byte[] cut = ClickOf(click, 0)[..8];
        byte[] unknown = ClickOf(9999, 0);
        Write(clients, feed, [.. Enumerable.Range(0, Events - 1).Select(number => ClickOf(click, number)), cut, unknown]);
        Write(clients, plain, [ClickOf(0, Events - 1)[WireFormat.HeaderBytes..], [9, 9]]);
        Write(clients, new TopicPartition(Prefix + "requests", 0), Requests(registry));
        Write(clients, new TopicPartition(Prefix + "requests", 0), [unknown]);
        Until(instance, () => Read(clients, "events").Count == Events && Read(clients, "triggers").Count == 4 && Read(clients, "deadletters").Count == 4,
            () => $"events {Read(clients, "events").Count}, triggers {Read(clients, "triggers").Count}, dead letters {Read(clients, "deadletters").Count}");

        // The first question to learn comes some seconds after the start, by a writer of its own.
        Until(instance, () => Read(clients, "priors.sums").Count > 0, () => "no question to learn");
        foreach (string topic in new[] { "events", "features", "person.requests", "person.hops", "priors.sums", "decisions", "triggers", "deadletters" })
        {
            IReadOnlyList<byte[]> values = Read(clients, topic);
            values.ShouldNotBeEmpty(topic);
            values.ShouldAllBe(value => value[0] == 0 && value[4] == registry.IdOf(Prefix + topic), topic);
        }

        Read(clients, "triggers").Select(value => registry.Read(value)["request_id"].AsString()).Order().ShouldBe(["by-json", "by-own", "by-registry", "by-single"]);
        AvroRecord[] letters = [.. Read(clients, "deadletters").Select(registry.Read)];
        Letter(letters, feed.Topic, Events - 1).ShouldBe(("malformed_avro", Convert.ToHexString(cut)));
        Letter(letters, feed.Topic, Events).ShouldBe(("malformed_avro", Convert.ToHexString(unknown)));
        Letter(letters, plain.Topic, 1).ShouldBe(("malformed_avro", "0909"));

        WaitsForTheRegistry(server, registry, clients, feed, instance);
        WaitsWithAllThatReadIt(server, registry, clients, instance);
        instance.Stop().ShouldBe(130, instance.Told);
    }

    [KafkaFact]
    public void without_its_registry_an_instance_does_not_begin()
    {
        Uri nobody = new($"http://127.0.0.1:{FreePorts.Take()}");
        ProgramRun run = ProgramRun.Of(Settings("none", nobody, "none"), _folder.FullName, "up", "--role", "pipeline", "--port", "0");
        run.ExitCode.ShouldBe(3, run.Error);
        run.Error.ShouldContain($"The schema registry {nobody.GetLeftPart(UriPartial.Authority)} was asked for");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A schema nobody has asked for yet, while the registry does not answer: the record waits, and is no dead letter.</summary>
    private void WaitsForTheRegistry(SchemaRegistry server, RegistryValues registry, IKafkaClients clients, TopicPartition feed, InstanceProcess instance)
    {
        int another = registry.Register("clicks-value", Click.Replace("\"mail\",\"type\":\"string\"}", "\"mail\",\"type\":\"string\"},{\"name\":\"n\",\"type\":\"int\",\"default\":0}", StringComparison.Ordinal));
        server.Freeze();
        byte[] value = [.. ClickOf(another, Events), 0];
        Write(clients, feed, [value]);
        using HttpClient http = new();
        Uri ready = new(Url().Match(instance.Told).Value + "/health/ready");
        Until(instance, () => Ready(http, ready).Contains($"the schema with the id {another}", StringComparison.Ordinal), () => Ready(http, ready));
        Read(clients, "events").Count.ShouldBe(Events);

        // The one worker goes on with everything else.
        Write(clients, new TopicPartition(Prefix + "requests", 0), ["""{"request_id":"meanwhile","email":"p1@example.com","priority":"urgent"}"""u8.ToArray()]);
        Until(instance, () => Read(clients, "triggers").Count == 5, () => Ready(http, ready));
        server.Thaw();
        Until(instance, () => Read(clients, "events").Count == Events + 1, () => Ready(http, ready));
        Read(clients, "deadletters").Count.ShouldBe(4);
    }

    /// <summary>The same of a topic that every task reads.</summary>
    private static void WaitsWithAllThatReadIt(SchemaRegistry server, RegistryValues registry, IKafkaClients clients, InstanceProcess instance)
    {
        string lane = SchemaCatalog.Embedded.Current("lane").Text;
        string newer = lane[..lane.LastIndexOf(']')].TrimEnd() + """, { "name": "note", "type": ["null", "string"], "default": null }]}""";
        int id = registry.Register(Prefix + "lanes-value", newer);
        server.Freeze();
        byte[] value = RegistryValues.Write(
            id,
            newer,
            ("provider", AvroValue.FromString("ses")),
            ("channel", AvroValue.FromString("email")),
            ("median_milliseconds", AvroValue.FromLong(700)),
            ("count", AvroValue.FromInt(9)),
            ("ignored", AvroValue.FromLong(0)),
            ("updated_at", AvroValue.FromLong(1_790_000_000_000)),
            ("note", AvroValue.FromString("of a later version")));
        Write(clients, new TopicPartition(Prefix + "lanes", 0), [value]);
        using HttpClient http = new();
        Uri ready = new(Url().Match(instance.Told).Value + "/health/ready");
        Until(instance, () => Ready(http, ready).Contains($"the schema with the id {id}", StringComparison.Ordinal), () => Ready(http, ready));
        server.Thaw();
        Until(instance, () => Ready(http, ready).Length == 0, () => Ready(http, ready));
    }

    private static string Ready(HttpClient http, Uri ready)
    {
        using HttpResponseMessage answer = http.GetAsync(ready).GetAwaiter().GetResult();
        string text = answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        return answer.StatusCode == HttpStatusCode.OK ? "" : text;
    }

    private static byte[] ClickOf(int id, int number) => RegistryValues.Write(
        id,
        Click,
        ("id", AvroValue.FromString(string.Create(CultureInfo.InvariantCulture, $"c{number}"))),
        ("at", AvroValue.FromLong(1_790_000_000_000 + number)),
        ("mail", AvroValue.FromString(string.Create(CultureInfo.InvariantCulture, $"p{number % 7}@example.com"))));

    /// <summary>The same request in each form that there is.</summary>
    private static byte[][] Requests(RegistryValues registry)
    {
        int own = registry.Register("own-requests-value", OwnRequest);
        IReadOnlyList<RecordField> fields = ((RecordSchema)AvroSchema.Parse(OwnRequest)).Fields;
        AvroRecord person = AvroRecord.Create(
            (RecordSchema)((ArraySchema)fields[2].Schema).Items,
            ("type", AvroValue.FromString("email")),
            ("value", AvroValue.FromString("p1@example.com")));
        CatalogSchema ours = SchemaCatalog.Embedded.Current("request");
        AvroWriter single = new();
        SingleObject.WriteHeader(single, ours.Fingerprint);
        return
        [
            """{"request_id":"by-json","email":"p1@example.com","priority":"urgent"}"""u8.ToArray(),
            [0, 0, 0, 0, (byte)registry.IdOf(Prefix + "requests")!.Value, .. Body("by-registry")],
            [.. single.WrittenSpan, .. Body("by-single")],
            RegistryValues.Write(
                own,
                OwnRequest,
                ("request_id", AvroValue.FromString("by-own")),
                ("team", AvroValue.FromString("growth")),
                ("recipient", AvroValue.FromArray([AvroValue.FromRecord(person)])),
                ("priority", AvroValue.FromEnum((EnumSchema)fields[3].Schema, "urgent"))),
        ];

        byte[] Body(string id)
        {
            AvroWriter writer = new();
            RequestCodec.Write(writer, new SendRequest
            {
                RequestId = id,
                Recipient = [new RequestedIdentifier("email", "default", "p1@example.com")],
                Channel = "email",
                Provider = "",
                Urgent = true,
            });
            return writer.WrittenSpan.ToArray();
        }
    }

    private static (string Reason, string Raw) Letter(AvroRecord[] letters, string topic, long offset)
    {
        AvroRecord letter = letters.Single(it => it["topic"] == AvroValue.FromString(topic) && it["offset"] == AvroValue.FromLong(offset));
        letter["partition"].AsInt().ShouldBe(0);
        return (letter["reason"].AsString(), Convert.ToHexString(letter["raw"].AsBytes().Span));
    }

    private static void Write(IKafkaClients clients, TopicPartition partition, byte[][] values)
    {
        using ITransactionalProducer producer = clients.CreateProducer("framed-writer");
        producer.InitTransactions();
        producer.Begin();
        foreach (byte[] value in values)
        {
            producer.Send(partition, Encoding.UTF8.GetBytes("any key"), value, isTombstone: false, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        }

        producer.Commit();
    }

    private static void Until(InstanceProcess instance, Func<bool> isDone, Func<string> standing)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isDone())
        {
            instance.HasExited.ShouldBeFalse(instance.Told);
            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Limit, $"{standing()}\n{instance.Told}");
        }
    }

    private static IReadOnlyList<byte[]> Read(IKafkaClients clients, string topic) => RawRecords.Of(clients, Prefix + topic);

    private static bool HasTopic(IKafkaClients clients, string topic)
    {
        using IClusterAdmin admin = clients.CreateAdmin();
        return admin.PartitionCount(Prefix + topic) is not null;
    }

    private Dictionary<string, string> Settings(string feed, Uri registry, string plain)
    {
        string schema = Path.Combine(_folder.FullName, "click.avsc");
        File.WriteAllText(schema, Click);
        string connector = Path.Combine(_folder.FullName, "clicks.yaml");
        File.WriteAllText(connector, Connector);
        return DeploymentSettings.Of(
            broker.Cluster.BootstrapServers,
            Prefix,
            ("SENDFLOWR__KAFKA__REGISTRY", registry.GetLeftPart(UriPartial.Authority)),
            ("SENDFLOWR__FEEDS__0__TOPIC", feed),
            ("SENDFLOWR__FEEDS__0__CONNECTOR", connector),
            ("SENDFLOWR__FEEDS__0__FORMAT", "avro"),
            ("SENDFLOWR__FEEDS__1__TOPIC", plain),
            ("SENDFLOWR__FEEDS__1__CONNECTOR", connector),
            ("SENDFLOWR__FEEDS__1__FORMAT", "avro"),
            ("SENDFLOWR__FEEDS__1__SCHEMA", schema));
    }

    [GeneratedRegex("(?<=ready at )http:[^;]+", RegexOptions.CultureInvariant)]
    private static partial Regex Url();
}
