namespace SendFlowr.Streams.Logs;

/// <summary>The operating system could not promise that written bytes are safe. Fatal: the engine refuses everything from then on, since nobody knows what is on disk; start again.</summary>
public sealed class FsyncFailedException : IOException
{
    public FsyncFailedException()
    {
    }

    public FsyncFailedException(string message)
        : base(message)
    {
    }

    public FsyncFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
