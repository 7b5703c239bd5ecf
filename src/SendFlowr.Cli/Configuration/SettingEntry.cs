namespace SendFlowr.Cli.Configuration;

/// <summary>One key of the configuration as it was found.</summary>
/// <param name="Key">Dotted: <c>policy.horizon</c>.</param>
/// <param name="Value">The text, or null where none stands.</param>
/// <param name="Found">What stands there instead of a text, for an error: <c>a list</c>; empty when there is a text.</param>
/// <param name="Where">File and line, or the environment variable; begins an error text.</param>
internal readonly record struct SettingEntry(string Key, string? Value, string Found, string Where);
