namespace SendFlowr.Simulation.Kafka.Cluster;

/// <summary>Simulated time, and what is due in it. Nothing happens but in <see cref="Advance"/>. One thread.</summary>
internal sealed class Timeline(long startMilliseconds)
{
    private readonly PriorityQueue<Action, (long At, long Number)> _due = new();
    private long _number;

    public long NowMilliseconds { get; private set; } = startMilliseconds;

    /// <summary>Has something happen so many milliseconds from now; what is due at the same time happens in the order of the calls.</summary>
    public void After(long milliseconds, Action action) => _due.Enqueue(action, (NowMilliseconds + milliseconds, _number++));

    public void Advance(long milliseconds)
    {
        long end = NowMilliseconds + milliseconds;
        while (_due.TryPeek(out _, out (long At, long Number) next) && next.At <= end)
        {
            NowMilliseconds = Math.Max(NowMilliseconds, next.At);
            _due.Dequeue().Invoke();
        }

        NowMilliseconds = Math.Max(NowMilliseconds, end);
    }
}
