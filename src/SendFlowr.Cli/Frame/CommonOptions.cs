using System.CommandLine;

namespace SendFlowr.Cli.Frame;

/// <summary>The options every verb takes, before or after its name.</summary>
internal sealed class CommonOptions
{
    public const string DefaultDataDirectory = ".sendflowr";

    public Option<bool> Json { get; } = new("--json") { Recursive = true };

    public Option<string?> Config { get; } = new("--config") { Recursive = true, HelpName = "FILE" };

    public Option<string> Data { get; } = new("--data")
    {
        Recursive = true,
        HelpName = "DIR",
        DefaultValueFactory = _ => DefaultDataDirectory,
    };

    /// <summary>Of the verbs that work on the data directory.</summary>
    public Option<string?> Url { get; } = new("--url") { HelpName = "URL" };

    public Option<bool> Help { get; } = new("--help", "-h") { Recursive = true };

    /// <summary>Of the root only.</summary>
    public Option<bool> Version { get; } = new("--version");
}
