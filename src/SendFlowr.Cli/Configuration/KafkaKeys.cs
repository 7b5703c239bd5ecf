using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SendFlowr.Model.Time;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Cli.Configuration;

/// <summary>The keys of the configuration that say where the pipeline runs on Kafka. Pure; each returns what is wrong with the value, or null.</summary>
internal static partial class KafkaKeys
{
    public const string PropertiesGroup = "kafka.properties";

    /// <summary>The two values of <c>kafka.guarantee</c>.</summary>
    public const string ExactlyOnce = "exactly_once";

    /// <inheritdoc cref="ExactlyOnce"/>
    public const string AtLeastOnce = "at_least_once";

    private const int MaxNameLength = 100;
    private const int MaxFeeds = 256;

    /// <summary>A key with one value: sets it, or says what is allowed.</summary>
    public delegate string? Setter(ref Settings settings, string value);

    public static IReadOnlyDictionary<string, Setter> All { get; } = new Dictionary<string, Setter>(RegistryKeys.All)
    {
        ["kafka.bootstrap"] = Bootstrap,
        ["kafka.prefix"] = Prefix,
        ["kafka.instance"] = Instance,
        ["kafka.workers"] = Workers,
        ["kafka.peers.listen"] = PeersListen,
        ["kafka.peers.url"] = PeersUrl,
        ["kafka.standby"] = Standby,
        ["kafka.guarantee"] = Guarantee,
    };

    /// <summary>Keys that name a client property, or a field of a feed; null for any other.</summary>
    public static Setter? Find(string key)
    {
        if (All.TryGetValue(key, out Setter? setter))
        {
            return setter;
        }

        if (key.StartsWith(PropertiesGroup + ".", StringComparison.Ordinal))
        {
            string name = key[(PropertiesGroup.Length + 1)..];
            return (ref Settings settings, string value) =>
            {
                settings = settings with { Kafka = settings.Kafka with { Properties = new Dictionary<string, string>(settings.Kafka.Properties) { [name] = value } } };
                return null;
            };
        }

        return FeedField().Match(key) is { Success: true } match
            ? (ref Settings settings, string value) => Feed(ref settings, match.Groups[1].Value, match.Groups[2].Value, value)
            : null;
    }

    /// <summary>What is missing now that everything was read; null when nothing is.</summary>
    public static string? Missing(Settings settings)
    {
        if (settings.Engine == EngineKind.Kafka && settings.Kafka.Bootstrap is null)
        {
            return "engine kafka needs kafka.bootstrap, the brokers as host:port,host:port";
        }

        if (settings.Engine == EngineKind.Kafka && settings.IdentityKey is null)
        {
            return "engine kafka needs identity.key, 64 hexadecimal digits, the same for all instances: without it nobody finds the people that others stored";
        }

        if (RegistryKeys.Missing(settings.Kafka.Registry) is { } missing)
        {
            return missing;
        }

        return settings.Kafka.Feeds.Select((feed, index) => MissingOf(feed, settings.Kafka.Registry) is { } fault
            ? string.Create(CultureInfo.InvariantCulture, $"feeds.{index} {fault}")
            : null).FirstOrDefault(fault => fault is not null);
    }

    private static string? MissingOf(FeedSettings feed, RegistrySettings registry) => feed switch
    {
        { Topic.Length: 0 } or { Connector.Length: 0 } => "needs topic and connector",
        { IsAvro: false, Schema: not null } => "has a schema, which goes with format: avro",
        { IsAvro: true, Schema: null } when registry.Address is null =>
            "has format: avro and needs kafka.registry, where schemas of its records are, or schema, the file of the one they all were written with",
        _ => null,
    };

    private static string? Bootstrap(ref Settings settings, string value)
    {
        settings = settings with { Kafka = settings.Kafka with { Bootstrap = value } };
        return value.Split(',').All(server => Server().IsMatch(server.Trim())) ? null : $"is '{value}'; allowed: host:port,host:port";
    }

    private static string? Prefix(ref Settings settings, string value)
    {
        settings = settings with { Kafka = settings.Kafka with { Prefix = value } };
        return value.Length <= MaxNameLength && TopicPrefix().IsMatch(value)
            ? null
            : $"is '{value}'; allowed: 1 to {MaxNameLength} of the characters a-z, A-Z, 0-9, '.', '_' and '-', with '.', '_' or '-' at the end, for example sendflowr.";
    }

    private static string? Instance(ref Settings settings, string value)
    {
        settings = settings with { Kafka = settings.Kafka with { Instance = value } };
        return value.Length <= MaxNameLength && InstanceName().IsMatch(value)
            ? null
            : $"is '{value}'; allowed: 1 to {MaxNameLength} of the characters a-z, A-Z, 0-9, '.', '_' and '-'";
    }

    private static string? Workers(ref Settings settings, string value)
    {
        const int most = 64;
        bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int workers) && workers is >= 1 and <= most;
        settings = settings with { Kafka = settings.Kafka with { Workers = isNumber ? workers : 1 } };
        return isNumber ? null : $"is '{value}'; allowed: 1 to {most}";
    }

    private static string? PeersListen(ref Settings settings, string value)
    {
        bool isAddress = IPEndPoint.TryParse(value, out IPEndPoint? listen) && value.Contains(':', StringComparison.Ordinal);
        settings = settings with { Kafka = settings.Kafka with { PeersListen = isAddress ? listen! : settings.Kafka.PeersListen } };
        return isAddress ? null : $"is '{value}'; allowed: an IP address and a port, for example 10.0.0.5:8002, or port 0 for any free one";
    }

    private static string? PeersUrl(ref Settings settings, string value)
    {
        bool isUrl = Uri.TryCreate(value, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttp && url.PathAndQuery == "/";
        settings = settings with { Kafka = settings.Kafka with { PeersUrl = isUrl ? url : null } };
        return isUrl ? null : $"is '{value}'; allowed: http://HOST:PORT, as the other instances reach this one";
    }

    private static string? Standby(ref Settings settings, string value)
    {
        bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int standby) && standby is >= 0 and <= KafkaSettings.MostStandbys;
        settings = settings with { Kafka = settings.Kafka with { Standby = isNumber ? standby : 0 } };
        return isNumber ? null : $"is '{value}'; allowed: 0 to {KafkaSettings.MostStandbys}";
    }

    private static string? Guarantee(ref Settings settings, string value)
    {
        settings = settings with { Kafka = settings.Kafka with { Guarantee = GuaranteeOf(value) } };
        return value is ExactlyOnce or AtLeastOnce
            ? null
            : $"is '{value}'; allowed: {ExactlyOnce}, or {AtLeastOnce}, which is for comparison and may double triggers";
    }

    /// <summary>What one of the two values means.</summary>
    public static DeliveryGuarantee GuaranteeOf(string value) => value == AtLeastOnce ? DeliveryGuarantee.AtLeastOnce : DeliveryGuarantee.ExactlyOnce;

    private static string? Feed(ref Settings settings, string number, string field, string value)
    {
        int index = int.Parse(number, CultureInfo.InvariantCulture);
        List<FeedSettings> feeds = [.. settings.Kafka.Feeds];
        if (index > feeds.Count || index >= MaxFeeds)
        {
            return $"is feed {index} where {feeds.Count} are known; number them from 0 on, at most {MaxFeeds}";
        }

        if (index == feeds.Count)
        {
            feeds.Add(new FeedSettings());
        }

        feeds[index] = field switch
        {
            "topic" => feeds[index] with { Topic = value },
            "connector" => feeds[index] with { Connector = value },
            "format" => feeds[index] with { IsAvro = value == "avro" },
            "schema" => feeds[index] with { Schema = value },
            _ => feeds[index] with { From = value },
        };
        settings = settings with { Kafka = settings.Kafka with { Feeds = feeds } };
        if (field == "format" && value is not ("avro" or "json"))
        {
            return $"is '{value}'; allowed: json or avro";
        }

        bool isPlace = field != "from" || value is "earliest" or "latest" || Rfc3339.TryParse(value, out _);
        return isPlace ? null : $"is '{value}'; allowed: earliest, latest, or an instant, for example 2026-01-31T00:00:00Z";
    }

    [GeneratedRegex(@"^feeds\.([0-9]{1,3})\.(topic|connector|format|schema|from)$", RegexOptions.CultureInvariant)]
    private static partial Regex FeedField();

    [GeneratedRegex(@"^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}$", RegexOptions.CultureInvariant)]
    private static partial Regex Server();

    [GeneratedRegex(@"^[A-Za-z0-9._-]*[._-]$", RegexOptions.CultureInvariant)]
    private static partial Regex TopicPrefix();

    [GeneratedRegex(@"^[A-Za-z0-9._-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex InstanceName();
}
