namespace SendFlowr.Streams.Logs;

/// <summary>There was no space for a transaction, which was undone.</summary>
/// <remarks>Transient: reads go on, and a later attempt succeeds once there is space.</remarks>
public sealed class DiskFullException : IOException
{
    public DiskFullException()
    {
    }

    public DiskFullException(string message)
        : base(message)
    {
    }

    public DiskFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
