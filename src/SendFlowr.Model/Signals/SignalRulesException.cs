namespace SendFlowr.Model.Signals;

/// <summary>A signal rules file that cannot be used; the message says where, which value, and what is allowed. Not transient.</summary>
public sealed class SignalRulesException : Exception
{
    public SignalRulesException()
    {
    }

    public SignalRulesException(string message)
        : base(message)
    {
    }

    public SignalRulesException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
