namespace SendFlowr.Integration.Servers;

/// <summary>A test that needs a broker and a schema registry; skipped, with the reason, where one of them cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KafkaRegistryFactAttribute : KafkaFactAttribute
{
    public KafkaRegistryFactAttribute() => Skip ??= SchemaRegistry.Problem;
}
