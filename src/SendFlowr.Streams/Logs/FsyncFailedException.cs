namespace SendFlowr.Streams.Logs;

/// <summary>The operating system could not promise that written bytes are safe.</summary>
/// <remarks>Fatal: the engine refuses everything from then on, since nobody knows what is on disk. Start again.</remarks>
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
