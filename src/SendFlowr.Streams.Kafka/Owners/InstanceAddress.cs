namespace SendFlowr.Streams.Kafka.Owners;

/// <summary>An instance of the deployment. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Url">Where other instances reach it; null when it does not say.</param>
/// <param name="Workers">Its workers; 0 when it only answers questions.</param>
/// <param name="Standbys">On how many other instances each task is to have a standby, as this one is told; 0 when it takes none.</param>
/// <param name="SinceMilliseconds">When it was started, in milliseconds since 1970.</param>
public sealed record InstanceAddress(string Name, Uri? Url, int Workers, int Standbys, long SinceMilliseconds);
