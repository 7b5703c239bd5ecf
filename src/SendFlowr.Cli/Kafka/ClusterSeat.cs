namespace SendFlowr.Cli.Kafka;

/// <summary>The place of a process in a deployment. Immutable.</summary>
/// <param name="Instance">Its name.</param>
/// <param name="Workers">Threads that run tasks; 0: it only reads and writes.</param>
/// <param name="Url">Where other instances reach it; null when they need not.</param>
/// <param name="Standbys">On how many other instances each task has a standby.</param>
internal sealed record ClusterSeat(string Instance, int Workers, Uri? Url, int Standbys);
