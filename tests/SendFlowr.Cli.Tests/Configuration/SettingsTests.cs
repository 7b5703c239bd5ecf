using System.Collections;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Tests.Support;
using SendFlowr.Cli.Verbs.Doctor;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Cli.Tests.Configuration;

public sealed class SettingsTests
{
    private const string KeyHex = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

    [Fact]
    public void a_file_of_comments_gives_the_defaults()
    {
        Settings settings = Bind("# nothing\n\n   # at all\n");
        settings.Horizon.ShouldBe(TimeSpan.FromMinutes(60));
        settings.IdentityKey.ShouldBeNull();
        settings.DefaultCountry.ShouldBeNull();
    }

    [Fact]
    public void every_key_is_read()
    {
        Settings settings = Bind($"engine: embedded\nidentity: {{ key: {KeyHex}, default_country: de }}\npolicy:\n  clock: utc\n  horizon: 2h\n");
        settings.Clocks.Name.ShouldBe("utc");
        Bind("").Clocks.Name.ShouldBe("person/UTC");
        Bind("policy: { default_zone: Asia/Tokyo }").Clocks.Name.ShouldBe("person/Asia/Tokyo");
        settings.IdentityKey.ShouldBe(Enumerable.Range(0, 32).Select(value => (byte)value).ToArray());
        settings.DefaultCountry.ShouldBe("DE");
        settings.Horizon.ShouldBe(TimeSpan.FromHours(2));
    }

    [Theory]
    [InlineData("127.0.0.1:9000", "127.0.0.1:9000")]
    [InlineData("localhost:9000", "127.0.0.1:9000")]
    [InlineData("[::1]:0", "[::1]:0")]
    public void http_listens_on_loopback(string text, string address)
    {
        Bind($"http: {{ listen: \"{text}\" }}").Listen.ToString().ShouldBe(address);
        Bind("").Listen.ToString().ShouldBe("127.0.0.1:8001");
    }

    [Fact]
    public void two_configurations_are_told_apart_by_what_their_answers_depend_on()
    {
        string fingerprint = Bind("").Fingerprint;
        Bind("http: { listen: \"127.0.0.1:9000\" }").Fingerprint.ShouldBe(fingerprint);
        new[] { "identity: { default_country: de }", "policy: { horizon: 2h }", $"identity: {{ key: {KeyHex} }}" }
            .Select(yaml => Bind(yaml).Fingerprint).Append(fingerprint).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void no_two_prefixes_share_a_group()
    {
        string[] prefixes = ["shop.", "shop", "shop-", "shop_", "shop..", "shop-a."];
        prefixes.Select(prefix => new KafkaSettings { Prefix = prefix }.Group).Distinct().Count().ShouldBe(prefixes.Length);
        new KafkaSettings { Prefix = "sendflowr." }.Group.ShouldBe("sendflowr");
    }

    [Theory]
    [InlineData("1m", 1)]
    [InlineData("1d", 1440)]
    [InlineData("90m", 90)]
    public void horizons_are_minutes_hours_or_days(string text, int minutes) =>
        Bind($"policy: {{ horizon: {text} }}").Horizon.TotalMinutes.ShouldBe(minutes);

    [Theory]
    [InlineData("engin: embedded", "c.yaml:1:1: engin is not a key of the configuration; did you mean 'engine'?")]
    [InlineData("policy:\n  clok: utc", "c.yaml:2:3: policy.clok is not a key of the configuration; did you mean 'policy.clock'?")]
    [InlineData("engine: kafka", "engine kafka needs kafka.bootstrap, the brokers as host:port,host:port")]
    [InlineData("engine: kafka\nkafka: { bootstrap: \"b:9092\" }", "engine kafka needs identity.key")]
    [InlineData("kafka: { bootstrap: b }", "c.yaml:1:10: kafka.bootstrap is 'b'; allowed: host:port,host:port")]
    [InlineData("kafka: { prefix: shop }", "kafka.prefix is 'shop'; allowed: 1 to 100 of the characters")]
    [InlineData("kafka: { instance: \"a b\" }", "kafka.instance is 'a b'; allowed: 1 to 100 of the characters")]
    [InlineData("kafka: { workers: 0 }", "kafka.workers is '0'; allowed: 1 to 64")]
    [InlineData("kafka: { standby: 9 }", "kafka.standby is '9'; allowed: 0 to 8")]
    [InlineData("kafka: { guarantee: at_most_once }", "c.yaml:1:10: kafka.guarantee is 'at_most_once'; allowed: exactly_once, or at_least_once, which is for comparison")]
    [InlineData("kafka: { brokers: \"b:9092\" }", "kafka.brokers is not a key of the configuration")]
    [InlineData("feeds:\n  - { topic: clicks }", "feeds.0 needs topic and connector")]
    [InlineData("feeds:\n  - { topic: clicks, connector: c, from: noon }", "c.yaml:2:36: feeds.0.from is 'noon'; allowed: earliest, latest, or an instant")]
    [InlineData("feeds:\n  - { topic: clicks, connector: c, format: xml }", "feeds.0.format is 'xml'; allowed: json or avro")]
    [InlineData("feeds:\n  - { topic: clicks, connector: c, format: avro }", "feeds.0 has format: avro and needs kafka.registry")]
    [InlineData("feeds:\n  - { topic: clicks, connector: c, schema: c.avsc }", "feeds.0 has a schema, which goes with format: avro")]
    [InlineData("feeds:\n  - clicks", "c.yaml:2:5: feeds.0 is not a key")]
    [InlineData("engine: [embedded]", "c.yaml:1:1: engine takes one value, found a list")]
    [InlineData("policy:\n  horizon:", "c.yaml:2:3: policy.horizon takes one value, found nothing")]
    [InlineData("policy: utc", "c.yaml:1:1: policy is not a key")]
    [InlineData("policy: { default_zone: Berlin }", "policy.default_zone is 'Berlin'; allowed: the name of an IANA time zone, such as Europe/Berlin or UTC")]
    [InlineData("policy: { clock: moon }", "policy.clock is 'moon'; allowed: person, utc")]
    [InlineData("policy: { horizon: 0m }", "policy.horizon is '0m'; allowed: 1m to 24h")]
    [InlineData("policy: { horizon: 8d }", "policy.horizon is '8d'; allowed: 1m to 24h")]
    [InlineData("policy: { horizon: 60 }", "policy.horizon is '60'; allowed: 1m to 24h")]
    [InlineData("policy: { quiet_hours: { from: \"21:00\" } }", "policy.quiet_hours is not built yet")]
    [InlineData("\n\nkafka:\n  registry: registry:8081", "c.yaml:4:3: kafka.registry is no address of a schema registry; allowed: http://HOST:PORT")]
    [InlineData("kafka: { registry: \"http://r/?x=1\" }", "kafka.registry is no address of a schema registry")]
    [InlineData("kafka: { registry: \"http://ann:pw@r\" }", "kafka.registry holds credentials; write the address without them")]
    [InlineData("kafka: { registry_token: t }", "credentials of a schema registry need kafka.registry, its address")]
    [InlineData("kafka: { registry: \"http://r\", registry_user: ann }", "kafka.registry_user and kafka.registry_password go together")]
    [InlineData("kafka: { registry: \"http://r\", registry_user: a, registry_password: b, registry_token: c }", "kafka.registry_token goes without")]
    [InlineData("kafka: { registry: \"http://r\", registry_user: \"a:b\" }", "kafka.registry_user is empty or has a colon")]
    [InlineData("kafka: { registry: \"http://r\", registry_token: \"a b\" }", "kafka.registry_token has 3 characters, of which some cannot be sent")]
    [InlineData("kafka: { registry: \"http://r\", registry_token: file:no/such }", "kafka.registry_token names the file")]
    [InlineData("http: { keys: \"file:k\" }", "http.keys is not built yet")]
    [InlineData("http: { listen: \"0.0.0.0:8001\" }", "http.listen is '0.0.0.0:8001'; other machines can only be served with http.keys")]
    [InlineData("http: { listen: \"192.168.1.5:8001\" }", "which is not built yet; allowed: 127.0.0.1 or [::1] and a port")]
    [InlineData("http: { listen: 127.0.0.1 }", "http.listen is '127.0.0.1'; allowed: ADDRESS:PORT")]
    [InlineData("http: { listen: \"[::1]\" }", "http.listen is '[::1]'; allowed: ADDRESS:PORT")]
    [InlineData("http: { listen: \"127.0.0.1:99999\" }", "http.listen is '127.0.0.1:99999'; allowed: ADDRESS:PORT")]
    [InlineData("identity: { default_country: XX }", "identity.default_country is 'XX'; allowed: the ISO 3166 code of a country")]
    [InlineData("identity: { key: \"${NO_SUCH_VARIABLE_HERE}\" }", "identity.key names the environment variable NO_SUCH_VARIABLE_HERE, which is not set")]
    [InlineData("identity: { key: file:no/such/file }", "which is missing or larger than 4096 bytes")]
    [InlineData("- a\n- b", "c.yaml:1:1: expected keys of the configuration, found a list")]
    [InlineData("engine: embedded\nengine: embedded", "c.yaml:2:1: the key 'engine' is already on line 1")]
    public void a_fault_is_told_with_its_place_and_what_is_allowed(string yaml, string message)
    {
        VerbException fault = Should.Throw<VerbException>(() => Bind(yaml));
        fault.ExitCode.ShouldBe(ExitCode.Usage);
        fault.Message.ShouldContain(message);
    }

    [Fact]
    public void a_cluster_is_described_with_any_client_property()
    {
        KafkaSettings kafka = Bind($$"""
            engine: kafka
            identity: { key: {{KeyHex}} }
            kafka:
              bootstrap: a:9092,b:9092
              properties: { security.protocol: SASL_SSL, sasl.username: "${USER_NAME}" }
              prefix: shop-1.
              instance: one
              workers: 3
              standby: 1
            feeds:
              - { topic: shop.clicks, connector: connectors/clicks.yaml, from: latest }
              - { topic: shop.mails, connector: canonical, format: json }
              - { topic: shop.visits, connector: canonical, format: avro, schema: visits.avsc }
            """, ".", name => name == "USER_NAME" ? "me" : null).Kafka;
        kafka.Properties.ShouldBe(new Dictionary<string, string> { ["security.protocol"] = "SASL_SSL", ["sasl.username"] = "me" }, ignoreOrder: true);
        (kafka.Bootstrap, kafka.Prefix, kafka.Group, kafka.Instance, kafka.Workers, kafka.Standby).ShouldBe(("a:9092,b:9092", "shop-1.", "shop-1", "one", 3, 1));
        kafka.Feeds.Select(feed => (feed.Topic, feed.Connector, feed.From, feed.IsAvro, feed.Schema)).ShouldBe(
        [
            ("shop.clicks", "connectors/clicks.yaml", "latest", false, null),
            ("shop.mails", "canonical", "earliest", false, null),
            ("shop.visits", "canonical", "earliest", true, "visits.avsc"),
        ]);
    }

    [Theory]
    [InlineData("", DeliveryGuarantee.ExactlyOnce)]
    [InlineData("kafka: { guarantee: exactly_once }", DeliveryGuarantee.ExactlyOnce)]
    [InlineData("kafka: { guarantee: at_least_once }", DeliveryGuarantee.AtLeastOnce)]
    public void a_record_counts_once_unless_somebody_wants_to_compare(string yaml, DeliveryGuarantee guarantee) => Bind(yaml).Kafka.Guarantee.ShouldBe(guarantee);

    [Theory]
    [InlineData(DeliveryGuarantee.ExactlyOnce, null)]
    [InlineData(DeliveryGuarantee.AtLeastOnce, "set kafka.guarantee: exactly_once for anything but a comparison")]
    public void doctor_warns_of_triggers_that_may_leave_twice(DeliveryGuarantee guarantee, string? fix) =>
        ClusterChecks.Guarantee(new KafkaSettings { Guarantee = guarantee }).Fix.ShouldBe(fix);

    [Fact]
    public void all_faults_are_told_at_once() =>
        Should.Throw<VerbException>(() => Bind("engine: x\npolicy: { clock: y, horizon: z }")).Message.Split('\n').Length.ShouldBe(4);

    [Fact]
    public void a_wrong_key_is_not_shown() =>
        Should.Throw<VerbException>(() => Bind("identity: { key: secretsecret }")).Message.ShouldNotContain("secretsecret");

    [Fact]
    public void values_may_come_from_variables_and_files()
    {
        using TemporaryFolder folder = new();
        folder.Write("secret/key", KeyHex + "\n");
        Bind("identity: { key: \"file:secret/${NAME}\" }", folder.Path, name => name == "NAME" ? "key" : null).IdentityKey!.Length.ShouldBe(32);
    }

    [Fact]
    public void a_schema_registry_has_an_address_and_credentials_that_are_not_shown()
    {
        using TemporaryFolder folder = new();
        folder.Write("token", "t-secret\n");
        KafkaSettings kafka = Bind("kafka: { registry: \"https://r:8081/api\", registry_token: file:token }", folder.Path).Kafka;
        kafka.Registry.Address.ShouldBe(new Uri("https://r:8081/api"));
        kafka.Registry.Token.ShouldBe("t-secret");
        RegistrySettings basic = Bind("kafka: { registry: \"http://r\", registry_user: ann, registry_password: p-secret }").Kafka.Registry;
        (basic.User, basic.Password).ShouldBe(("ann", "p-secret"));
        $"{kafka} {basic}".ShouldNotContain("secret");
        Should.Throw<VerbException>(() => Bind("kafka: { registry: \"http://ann:secret@r\" }")).Message.ShouldNotContain("secret");
    }

    [Fact]
    public void the_environment_replaces_the_file()
    {
        Hashtable variables = new() { ["SENDFLOWR__POLICY__HORIZON"] = "30m", ["SENDFLOWR__IDENTITY__DEFAULT_COUNTRY"] = "US", ["SENDFLOWR_SOAK"] = "1" };
        SettingsBinder binder = new(_ => null, ".");
        Settings settings = binder.Bind(SettingsFile.Read("policy: { horizon: 90m }", "c.yaml").Concat(EnvironmentSettings.Read(variables)));
        settings.Horizon.ShouldBe(TimeSpan.FromMinutes(30));
        settings.DefaultCountry.ShouldBe("US");
    }

    private static Settings Bind(string yaml, string folder = "/", Func<string, string?>? variables = null) =>
        new SettingsBinder(variables ?? (_ => null), folder).Bind(SettingsFile.Read(yaml, "c.yaml"));
}
