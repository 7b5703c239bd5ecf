namespace SendFlowr.Pipeline.Hosting;

/// <summary>The engine has more work waiting than it may. Transient: a later attempt may succeed; nothing of this one has happened.</summary>
public sealed class EngineBusyException : Exception
{
    public EngineBusyException()
    {
    }

    public EngineBusyException(string message)
        : base(message)
    {
    }

    public EngineBusyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
