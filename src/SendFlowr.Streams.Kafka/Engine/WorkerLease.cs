namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>Whether a worker can be taken for the owner of its tasks: it takes turns, and never paused for longer than its session. Thread-safe.</summary>
/// <remarks>
/// After a longer pause others may have its tasks. Its client finds that out with its next heartbeat, so the lease comes back a little later than
/// the turns do.
/// </remarks>
internal sealed class WorkerLease(TimeSpan session, TimeProvider time)
{
    /// <summary>Twice the time from one heartbeat to the next.</summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(2);

    private long _lastTurn = time.GetTimestamp();
    private long _heldFrom = time.GetTimestamp();

    /// <summary>The worker has taken a turn. Its own thread.</summary>
    public void Renew()
    {
        long now = time.GetTimestamp();
        if (time.GetElapsedTime(_lastTurn, now) > session)
        {
            Volatile.Write(ref _heldFrom, now + (long)(Doubt.TotalSeconds * time.TimestampFrequency));
        }

        Volatile.Write(ref _lastTurn, now);
    }

    /// <summary>Whether it is held now, and how long ago the last turn was.</summary>
    public bool IsHeld(out TimeSpan sinceTurn)
    {
        long now = time.GetTimestamp();
        sinceTurn = time.GetElapsedTime(Volatile.Read(ref _lastTurn), now);
        return sinceTurn <= session && now >= Volatile.Read(ref _heldFrom);
    }
}
