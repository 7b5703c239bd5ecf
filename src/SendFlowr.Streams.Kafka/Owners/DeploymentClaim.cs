namespace SendFlowr.Streams.Kafka.Owners;

/// <summary>What all instances of a deployment must have in common. Immutable.</summary>
/// <param name="KeyFingerprint">Fingerprint of the key under which people are known.</param>
/// <param name="Partitions">Partitions of its topics of events, 1 or more.</param>
public sealed record DeploymentClaim(string KeyFingerprint, int Partitions);
