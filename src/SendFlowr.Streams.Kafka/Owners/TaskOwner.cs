namespace SendFlowr.Streams.Kafka.Owners;

/// <summary>Who runs a task. Immutable.</summary>
/// <param name="Instance">Name of the instance.</param>
/// <param name="Worker">Its worker, counted from 0.</param>
/// <param name="Url">Where other instances reach it; null when it does not say.</param>
/// <param name="SinceMilliseconds">When the task began to run there, in milliseconds since 1970.</param>
public sealed record TaskOwner(string Instance, int Worker, Uri? Url, long SinceMilliseconds);
