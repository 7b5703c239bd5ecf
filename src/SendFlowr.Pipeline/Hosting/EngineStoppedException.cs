namespace SendFlowr.Pipeline.Hosting;

/// <summary>The engine takes no work any more: it is being stopped, or it has failed for good. Not transient within this process.</summary>
public sealed class EngineStoppedException : Exception
{
    public EngineStoppedException()
    {
    }

    public EngineStoppedException(string message)
        : base(message)
    {
    }

    public EngineStoppedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
