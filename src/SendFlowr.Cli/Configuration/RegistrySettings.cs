namespace SendFlowr.Cli.Configuration;

/// <summary>The schema registry of the cluster, and what it is shown. Immutable; its text shows nothing secret.</summary>
internal sealed record RegistrySettings
{
    /// <summary>Null: there is none, and schemas are found by fingerprint among those of the program.</summary>
    public Uri? Address { get; init; }

    /// <summary>Name for basic authentication; null: none.</summary>
    public string? User { get; init; }

    /// <summary>Password for basic authentication; null: none.</summary>
    public string? Password { get; init; }

    /// <summary>Bearer token; null: none.</summary>
    public string? Token { get; init; }

    public override string ToString() => $"registry {Address}";
}
