namespace SendFlowr.Streams.Kafka.Registry;

/// <summary>Why a schema registry did not do what it was asked.</summary>
public enum RegistryFault
{
    /// <summary>Nobody answers, or not in time, or the server says that it cannot just now, after all attempts. Transient.</summary>
    Unreachable = 0,

    /// <summary>It wants credentials, or others.</summary>
    Unauthorized = 1,

    /// <summary>A schema may not follow the one that the subject has.</summary>
    Incompatible = 2,

    /// <summary>It refuses the question, for example because it takes the schema for an invalid one.</summary>
    Refused = 3,

    /// <summary>What it has cannot be used: JSON Schema, Protobuf, a schema with references.</summary>
    Unsupported = 4,

    /// <summary>Whoever answers is no schema registry, or answers with more than is allowed.</summary>
    NotARegistry = 5,
}
