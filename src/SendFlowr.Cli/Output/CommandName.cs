namespace SendFlowr.Cli.Output;

/// <summary>How this program was called, for commands that it prints to be copied: <c>./sendflowr</c> from a checkout.</summary>
internal static class CommandName
{
    private const string Installed = "sendflowr";

    public static string Text { get; } = Environment.GetEnvironmentVariable("SENDFLOWR_COMMAND") is { Length: > 0 } called ? called : Installed;
}
