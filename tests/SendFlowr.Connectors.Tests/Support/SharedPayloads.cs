namespace SendFlowr.Connectors.Tests.Support;

/// <summary>Real payloads of platforms, which lie beside the checkout and not in it.</summary>
internal static class SharedPayloads
{
    public static string PathOf(string folder) => Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "payloads", folder));
}
