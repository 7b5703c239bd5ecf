namespace SendFlowr.Integration.Servers;

/// <summary>A <see cref="KafkaFactAttribute"/> with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KafkaTheoryAttribute : TheoryAttribute
{
    public KafkaTheoryAttribute() => Skip ??= new KafkaFactAttribute().Skip;
}
