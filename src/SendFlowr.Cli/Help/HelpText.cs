namespace SendFlowr.Cli.Help;

/// <summary>The help texts, one file a verb, which the entry script prints as well before anything is built.</summary>
internal static class HelpText
{
    /// <summary>The text of a verb; <c>sendflowr</c> for the list of verbs.</summary>
    public static string For(string verb)
    {
        using Stream stream = typeof(HelpText).Assembly.GetManifestResourceStream($"SendFlowr.Cli.Help.{verb}.txt")
            ?? throw new ArgumentException($"There is no help text for '{verb}'.", nameof(verb));
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
