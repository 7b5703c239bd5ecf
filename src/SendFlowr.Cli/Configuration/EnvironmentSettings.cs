using System.Collections;

namespace SendFlowr.Cli.Configuration;

/// <summary>The configuration keys among the environment variables: <c>SENDFLOWR__POLICY__HORIZON</c> is <c>policy.horizon</c>.</summary>
internal static class EnvironmentSettings
{
    private const string Prefix = "SENDFLOWR__";

    /// <summary>The entries in the order of their names, so that faults are always told alike.</summary>
    public static IEnumerable<SettingEntry> Read(IDictionary variables) =>
        variables.Keys.Cast<string>()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SettingEntry(KeyOf(name), (string?)variables[name] ?? "", "", $"environment variable {name}"));

#pragma warning disable CA1308 // The keys of the file are lower-case; nothing is compared after an upper-casing round trip.
    private static string KeyOf(string name) => name[Prefix.Length..].ToLowerInvariant().Replace("__", ".", StringComparison.Ordinal);
#pragma warning restore CA1308
}
