using SendFlowr.Simulation.Kafka.Cluster;

namespace SendFlowr.Simulation.Kafka.Clients;

/// <summary>A call of a process to one of its clients.</summary>
internal enum PortCall
{
    Poll,
    Committed,
    Seek,
    Close,
    Read,
    ListOffsets,
    FindTopics,
    InitTransactions,
    Begin,
    Flush,
    SendOffsets,
    Commit,
    Abort,
}

/// <summary>Who decides what happens to a process between its calls.</summary>
internal interface IInterruptions
{
    /// <summary>Before a call has any effect.</summary>
    /// <exception cref="CrashException">The process dies.</exception>
    void Before(SimulatedProcess process, PortCall call);

    /// <summary>When the call has had its effect, and before the process knows.</summary>
    /// <exception cref="CrashException">The process dies.</exception>
    void After(SimulatedProcess process, PortCall call);

    /// <summary>The process waits: time goes on, and others may run.</summary>
    void LetTimePass(SimulatedProcess process, long milliseconds);
}

/// <summary>Nothing happens but time.</summary>
internal sealed class NoInterruptions(Timeline time) : IInterruptions
{
    public void Before(SimulatedProcess process, PortCall call)
    {
    }

    public void After(SimulatedProcess process, PortCall call)
    {
    }

    public void LetTimePass(SimulatedProcess process, long milliseconds) => time.Advance(milliseconds);
}

/// <summary>The process that is running dies here: nothing of its memory is left.</summary>
internal sealed class CrashException(string message) : Exception(message);
