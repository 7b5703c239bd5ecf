namespace SendFlowr.Integration.Servers;

/// <summary>A test that needs a schema registry; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RegistryFactAttribute : FactAttribute
{
    public RegistryFactAttribute()
    {
        if (SchemaRegistry.Problem is { } problem)
        {
            Skip = problem;
        }
    }
}
