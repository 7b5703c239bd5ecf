namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>
/// Whether a worker can be taken for the owner of its tasks: it takes turns, hears of the cluster, and never went without either for longer than its
/// session. Thread-safe.
/// </summary>
/// <remarks>
/// After a longer pause others may have its tasks. Its client finds that out with its next heartbeat, so the lease comes back a little later than
/// the turns do.
/// </remarks>
internal sealed class WorkerLease(TimeSpan session, TimeProvider time)
{
    /// <summary>Twice the time from one heartbeat to the next.</summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(2);

    private long _lastTurn = time.GetTimestamp();
    private long _lastSign = time.GetTimestamp();
    private long _heldFrom = time.GetTimestamp();
    private long _signs;

    /// <summary>It has heard of the cluster within its session.</summary>
    public bool IsHeard => time.GetElapsedTime(Volatile.Read(ref _lastSign)) <= session;

    /// <summary>The worker has taken a turn. Its own thread.</summary>
    /// <param name="signs">Signs of the cluster it has had so far.</param>
    public void Renew(long signs)
    {
        long now = time.GetTimestamp();
        bool hasSign = signs != _signs;
        if (time.GetElapsedTime(_lastTurn, now) > session || (hasSign && time.GetElapsedTime(_lastSign, now) > session))
        {
            Volatile.Write(ref _heldFrom, now + (long)(Doubt.TotalSeconds * time.TimestampFrequency));
        }

        Volatile.Write(ref _lastTurn, now);
        if (hasSign)
        {
            _signs = signs;
            Volatile.Write(ref _lastSign, now);
        }
    }

    /// <summary>Whether it is held now, and how long ago the last turn was.</summary>
    public bool IsHeld(out TimeSpan sinceTurn)
    {
        long now = time.GetTimestamp();
        sinceTurn = time.GetElapsedTime(Volatile.Read(ref _lastTurn), now);
        return sinceTurn <= session && IsHeard && now >= Volatile.Read(ref _heldFrom);
    }
}
