using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Owners;

/// <summary>Who a worker is, for the owners topic. Immutable.</summary>
/// <param name="Topic">The owners topic's only partition.</param>
/// <param name="Instance">Name of the instance.</param>
/// <param name="Worker">The worker, counted from 0.</param>
/// <param name="Url">Where other instances reach it; null when it does not say.</param>
internal sealed record TaskAnnouncement(TopicPartition Topic, string Instance, int Worker, Uri? Url)
{
    /// <summary>What is said of a task that runs there from now on.</summary>
    public OwnerRecord RecordOf(long nowMilliseconds) =>
        new() { Instance = Instance, Worker = Worker, Url = Url?.ToString(), SinceMilliseconds = nowMilliseconds };
}
