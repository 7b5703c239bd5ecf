namespace SendFlowr.Streams.Logs;

/// <summary>Whether the disk can still be trusted. Once a sync has failed it cannot, and nothing is written any more.</summary>
internal sealed class LogHealth
{
    /// <summary>Why nothing can be written any more; null as long as it can.</summary>
    public FsyncFailedException? Failure { get; private set; }

    public void ThrowIfFailed()
    {
        if (Failure is not null)
        {
            throw new FsyncFailedException($"The engine stopped earlier and must be started again: {Failure.Message}", Failure);
        }
    }

    /// <summary>Runs a sync; its failure is the end.</summary>
    public void Sync(string path, Action sync)
    {
        try
        {
            sync();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fail(path, exception);
        }
    }

    public FsyncFailedException Fail(string path, Exception cause)
    {
        var failure = new FsyncFailedException(
            $"Making '{path}' safe on disk failed: {cause.Message} What is on disk is unknown, so the engine stops. "
            + "Check the disk, then start again.",
            cause);
        Failure ??= failure;
        return failure;
    }
}
