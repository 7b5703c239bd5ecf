namespace SendFlowr.Streams.Logs;

/// <summary>Bytes of the log or of a snapshot that were once safe on disk are missing or wrong.</summary>
/// <remarks>Not transient: nothing is guessed; the text says where, and what to do.</remarks>
public sealed class LogDamagedException : IOException
{
    public LogDamagedException()
    {
    }

    public LogDamagedException(string message)
        : base(message)
    {
    }

    public LogDamagedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
