namespace SendFlowr.Streams.Kafka.Metrics;

/// <summary>Measures how long commits take. Thread-safe.</summary>
internal sealed class CommitObserver(EngineTelemetry telemetry, TimeProvider time)
{
    /// <summary>The moment at which a commit begins.</summary>
    public long Begin() => time.GetTimestamp();

    public void End(long begin, bool isCommitted) => telemetry.Committed(time.GetElapsedTime(begin), isCommitted);
}
