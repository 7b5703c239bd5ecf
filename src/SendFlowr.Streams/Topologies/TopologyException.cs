namespace SendFlowr.Streams.Topologies;

/// <summary>A topology that cannot run: a programmer's error, found when it is built or opened. Never transient.</summary>
public sealed class TopologyException : Exception
{
    public TopologyException()
    {
    }

    public TopologyException(string message)
        : base(message)
    {
    }

    public TopologyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
