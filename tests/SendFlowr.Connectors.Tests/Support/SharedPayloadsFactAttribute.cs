namespace SendFlowr.Connectors.Tests.Support;

/// <summary>A test that needs real payloads of a platform; skipped, with the reason, where they are not to be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedPayloadsFactAttribute : FactAttribute
{
    public SharedPayloadsFactAttribute(string folder)
    {
        if (!Directory.Exists(SharedPayloads.PathOf(folder)))
        {
            Skip = $"The payloads (../shared/payloads/{folder} from the repository's root) are not on this machine.";
        }
    }
}
