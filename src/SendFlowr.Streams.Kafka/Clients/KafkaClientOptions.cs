using System.Globalization;
using Client = Confluent.Kafka;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>How the clients of a cluster are made. Immutable.</summary>
internal sealed record KafkaClientOptions
{
    /// <summary>Properties that exactly-once rests on; nobody may set them.</summary>
    private static readonly string[] Fixed =
    [
        "acks", "auto.offset.reset", "bootstrap.servers", "check.crcs", "enable.auto.commit", "enable.auto.offset.store", "enable.idempotence",
        "enable.partition.eof", "group.id", "group.instance.id", "group.protocol", "isolation.level", "partition.assignment.strategy",
        "transactional.id",
    ];

    /// <summary>Addresses of brokers: <c>host:port,host:port</c>.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>
    /// Further properties of librdkafka, for security above all; they win over what is set here, except those that exactly-once rests on.
    /// </summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Longest wait for the outcome of a call. Default 15 s: longer than the transaction time-out of 10 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a member of a group may be silent before others get its partitions: <c>session.timeout.ms</c>. Default 10 s.</summary>
    public TimeSpan SessionTimeout => TimeSpan.FromMilliseconds(
        int.TryParse(Properties.GetValueOrDefault("session.timeout.ms"), NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds) ? milliseconds : 10_000);

    /// <summary>Told what librdkafka logs; called by its threads. Null drops it.</summary>
    public Action<Client.LogMessage>? Log { get; init; }

    /// <exception cref="ArgumentException">A property is set that may not be.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(BootstrapServers))
        {
            throw new ArgumentException("No broker is named: bootstrap servers are given as host:port,host:port.");
        }

        string? taken = Fixed.FirstOrDefault(Properties.ContainsKey);
        if (taken is not null)
        {
            throw new ArgumentException($"The Kafka client property '{taken}' is set by this program and cannot be changed. Remove it.");
        }
    }
}
