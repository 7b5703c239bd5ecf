namespace SendFlowr.Streams.Kafka.Registry;

/// <summary>A schema registry did not do what it was asked. The message names its host, what was asked, and what to do; never credentials.</summary>
public sealed class RegistryException : Exception
{
    public RegistryException(RegistryFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    public RegistryFault Fault { get; }

    /// <summary>True when the same question may be answered later.</summary>
    public bool IsTransient => Fault == RegistryFault.Unreachable;
}
