namespace SendFlowr.Registry.Tests.Support;

/// <summary>A test that needs a real schema registry; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RegistryFactAttribute : FactAttribute
{
    public RegistryFactAttribute()
    {
        if (RealRegistry.Problem is { } problem)
            Skip = problem;
    }
}
