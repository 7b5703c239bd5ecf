namespace SendFlowr.Avro.Tests.Interop;

/// <summary>A test that needs node and npm's avsc; skipped, with the reason, where they cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AvscFactAttribute : FactAttribute
{
    public AvscFactAttribute()
    {
        if (AvscPackage.Problem is { } problem)
            Skip = $"The independent implementation (npm's avsc {AvscPackage.Version}) cannot be had: {problem}";
    }
}
