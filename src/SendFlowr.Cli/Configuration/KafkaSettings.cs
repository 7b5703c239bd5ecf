using System.Net;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Cli.Configuration;

/// <summary>Where and how the pipeline runs on a Kafka cluster. Immutable.</summary>
internal sealed record KafkaSettings
{
    /// <summary>Most standbys of a task.</summary>
    public const int MostStandbys = 8;

    /// <summary>Brokers, <c>host:port,host:port</c>; null when none are named.</summary>
    public string? Bootstrap { get; init; }

    /// <summary>Client properties as librdkafka names them.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>What all topics of the deployment begin with. Default <c>sendflowr.</c></summary>
    public string Prefix { get; init; } = "sendflowr.";

    /// <summary>Where schemas are registered.</summary>
    public RegistrySettings Registry { get; init; } = new();

    /// <summary>Name of this instance in the deployment; null: the machine's name.</summary>
    public string? Instance { get; init; }

    /// <summary>Threads that run tasks. Default: the number of processors, at most 8.</summary>
    public int Workers { get; init; } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>Where this instance listens for the others of the deployment; port 0: any free one. Default loopback, any port.</summary>
    public IPEndPoint PeersListen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Where the others reach it; null: at the address it listens on.</summary>
    public Uri? PeersUrl { get; init; }

    /// <summary>On how many other instances each task has a standby, which answers questions and takes over fast when its owner is gone. Default 0.</summary>
    public int Standby { get; init; }

    /// <summary>What a crash may do to the outcome of a record. Default exactly once; the other one is for comparison.</summary>
    public DeliveryGuarantee Guarantee { get; init; }

    /// <summary>Existing topics that are read as they are.</summary>
    public IReadOnlyList<FeedSettings> Feeds { get; init; } = [];

    /// <summary>
    /// The deployment's name: its consumer group, and what its transactional ids begin with. The prefix without its dot; one without a dot gets a
    /// sign that no prefix has, so that two prefixes never share a group.
    /// </summary>
    public string Group => Prefix.EndsWith('.') ? Prefix[..^1] : Prefix + "~";
}

/// <summary>An existing topic, read without touching it. Immutable.</summary>
internal sealed record FeedSettings
{
    /// <summary>The topic's name in the cluster.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Name of a connector, or the path of its definition, which maps the topic's records to events.</summary>
    public string Connector { get; init; } = "";

    /// <summary>True when records are Avro; else they are JSON.</summary>
    public bool IsAvro { get; init; }

    /// <summary>File of the schema that all records were written with; null: each names its own, by a registry's id or a fingerprint.</summary>
    public string? Schema { get; init; }

    /// <summary>Where reading begins that never began: <c>earliest</c>, <c>latest</c>, or an instant in milliseconds since 1970.</summary>
    public string From { get; init; } = "earliest";
}
