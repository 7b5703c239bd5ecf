namespace SendFlowr.Integration.Servers;

/// <summary>A <see cref="KafkaFactAttribute"/> that needs a proxy for faults as well.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProxyFactAttribute : KafkaFactAttribute
{
    public ProxyFactAttribute() => Skip ??= FaultProxy.Problem;
}
