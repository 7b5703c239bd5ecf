using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using SendFlowr.Pipeline.Zones;

namespace SendFlowr.Cli.Configuration;

/// <summary>What runs the topologies.</summary>
internal enum EngineKind
{
    /// <summary>This process, over a log in the data directory.</summary>
    Embedded,

    /// <summary>A Kafka cluster, with any number of instances.</summary>
    Kafka,
}

/// <summary>The configuration of one start: the file, overlaid by the environment, overlaid on the defaults. Immutable.</summary>
internal sealed record Settings
{
    /// <summary>Default embedded.</summary>
    public EngineKind Engine { get; init; }

    public KafkaSettings Kafka { get; init; } = new();

    /// <summary>The 32 bytes that key the hash of identifiers; null when none is configured, in which case the data directory keeps its own.</summary>
    public byte[]? IdentityKey { get; init; }

    /// <summary>ISO 3166 code (two capital letters) of phone numbers that are written without a country; null: such numbers are refused.</summary>
    public string? DefaultCountry { get; init; }

    /// <summary>The time within which a person should engage after the arrival, 1 minute to 24 hours. Default 60 minutes.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Habits are kept in each person's own clock; else everybody's in UTC. Default true.</summary>
    public bool IsPersonClock { get; init; } = true;

    /// <summary>IANA name of the zone of people who were seen in none. Default UTC.</summary>
    public string DefaultZone { get; init; } = "UTC";

    /// <summary>The clocks of people's habits.</summary>
    public PersonClocks Clocks => IsPersonClock ? PersonClocks.OfPeople(DefaultZone) : PersonClocks.Utc;

    /// <summary>Where HTTP is served: a loopback address. Default 127.0.0.1:8001.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 8001);

    /// <summary>Tells whether two processes would answer alike: a hash of what an answer depends on, from which the key cannot be told.</summary>
    public string Fingerprint
    {
        get
        {
            byte[] text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{DefaultCountry}\n{Horizon.TotalMinutes}\n{Clocks.Name}\n"));
            byte[] key = SHA256.HashData([.. "sendflowr settings"u8, .. IdentityKey ?? []]);
            return Convert.ToHexStringLower(SHA256.HashData([.. text, .. key]));
        }
    }
}
