using System.Collections;
using System.Text.RegularExpressions;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace SendFlowr.Cli.Tests.Docs;

/// <summary>docker-compose.yml is held against the configuration that it sets and the servers that it names; it is started only where Docker is.</summary>
public sealed partial class ComposeTests
{
    private static readonly YamlMappingNode Services = (YamlMappingNode)Read()["services"];

    [Fact]
    public void the_instance_is_configured_with_keys_that_there_are_and_servers_that_are_started()
    {
        Settings settings = new SettingsBinder(_ => null, ".").Bind(EnvironmentSettings.Read(Variables("sendflowr")));
        settings.Engine.ShouldBe(EngineKind.Kafka);
        Hashtable broker = Variables("kafka");
        string advertised = ((string)broker["KAFKA_ADVERTISED_LISTENERS"]!).Split(',').Single(it => it.StartsWith("HOST://", StringComparison.Ordinal))["HOST://".Length..];
        settings.Kafka.Bootstrap.ShouldBe(advertised, "the instance is on the network of the host");
        PublishedPorts("kafka").ShouldContain($"{advertised}:9092");
        Uri registry = settings.Kafka.Registry.Address!;
        PublishedPorts("registry").ShouldContain($"{registry.Host}:{registry.Port}:8081");
        Text("sendflowr", "network_mode").ShouldBe("host");
    }

    [Fact]
    public void a_single_broker_can_hold_transactions_and_makes_no_topic_by_itself()
    {
        Hashtable broker = Variables("kafka");
        foreach (string name in new[] { "OFFSETS_TOPIC_REPLICATION_FACTOR", "TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "TRANSACTION_STATE_LOG_MIN_ISR" })
        {
            broker[$"KAFKA_{name}"].ShouldBe("1", name);
        }

        broker["KAFKA_AUTO_CREATE_TOPICS_ENABLE"].ShouldBe("false", "a topic that the broker makes has the wrong settings");
    }

    [Fact]
    public void every_image_is_of_one_version_and_every_port_on_loopback()
    {
        foreach ((YamlNode name, YamlNode service) in Services)
        {
            string image = ((YamlScalarNode)service["image"]).Value!;
            (Version().IsMatch(image) || image.StartsWith("${", StringComparison.Ordinal)).ShouldBeTrue($"{name}: {image}");
            PublishedPorts(name.ToString()).ShouldAllBe(port => port.StartsWith("127.0.0.1:", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task the_instance_is_started_by_a_verb_with_options_that_it_has()
    {
        using TemporaryFolder folder = new();
        string[] words = [.. ((YamlSequenceNode)Services["sendflowr"]["command"]).Select(word => ((YamlScalarNode)word).Value!)];
        words[0].ShouldBe("./sendflowr");
        ProcessRun help = await BuiltProgram.RunAsync(folder, words[1], "--help");
        help.ExitCode.ShouldBe(0, help.Error);
        words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).ShouldAllBe(option => help.Output.Contains(option, StringComparison.Ordinal));
    }

    [Fact]
    public void the_configuration_of_the_operations_guide_is_one()
    {
        string guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "OPERATIONS.md"));
        string yaml = string.Join('\n', YamlFence().Match(guide).Groups[1].Value.Split('\n').Select(line => line.Length > 3 ? line[3..] : ""));
        Settings settings = new SettingsBinder(name => name == "KAFKA_PASSWORD" ? "secret" : new string('a', 64), ".").Bind(SettingsFile.Read(yaml, "guide.yaml"));
        (settings.Kafka.Standby, settings.Kafka.Feeds.Count, settings.Kafka.PeersUrl).ShouldBe((1, 1, new Uri("http://10.0.0.5:8002")));
    }

    [Fact]
    public void every_metric_of_the_operations_guide_is_measured()
    {
        string guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "OPERATIONS.md"));
        string telemetry = File.ReadAllText(Path.Combine(Checkout.Root, "src", "SendFlowr.Streams.Kafka", "Metrics", "EngineTelemetry.cs"));
        string[] named = [.. Metric().Matches(guide).Select(match => match.Value).Distinct()];
        named.Length.ShouldBeGreaterThanOrEqualTo(4);
        named.ShouldAllBe(metric => telemetry.Contains($"\"{metric}\"", StringComparison.Ordinal));
    }

    private static YamlMappingNode Read()
    {
        using StreamReader reader = new(Path.Combine(Checkout.Root, "docker-compose.yml"));
        YamlStream stream = [];
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static string Text(string service, string key) => ((YamlScalarNode)Services[service][key]).Value!;

    /// <summary>What the user has to set is 64 hexadecimal digits, as the key of identities is.</summary>
    private static Hashtable Variables(string service)
    {
        Hashtable variables = [];
        foreach ((YamlNode name, YamlNode value) in (YamlMappingNode)Services[service]["environment"])
        {
            variables[name.ToString()] = Placeholder().Replace(((YamlScalarNode)value).Value!, new string('a', 64));
        }

        return variables;
    }

    private static IReadOnlyList<string> PublishedPorts(string service) =>
        Services[service] is YamlMappingNode map && map.Children.TryGetValue("ports", out YamlNode? ports)
            ? [.. ((YamlSequenceNode)ports).Select(port => ((YamlScalarNode)port).Value!)]
            : [];

    [GeneratedRegex(@"^[a-z-]+/[a-z-]+:[0-9]+\.[0-9]+\.[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Version();

    [GeneratedRegex(@"\$\{[^}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlFence();

    [GeneratedRegex(@"sendflowr\.kafka\.[a-z.]+[a-z]", RegexOptions.CultureInvariant)]
    private static partial Regex Metric();
}
