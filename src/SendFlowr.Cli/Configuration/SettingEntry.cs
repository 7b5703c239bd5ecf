namespace SendFlowr.Cli.Configuration;

/// <summary>One key of the configuration as it was found.</summary>
/// <param name="Key">Dotted: <c>policy.horizon</c>.</param>
/// <param name="Value">The text, or null where a list or a mapping stands.</param>
/// <param name="Where">File and line, or the environment variable; begins an error text.</param>
internal readonly record struct SettingEntry(string Key, string? Value, string Where);
