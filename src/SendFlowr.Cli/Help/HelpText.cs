namespace SendFlowr.Cli.Help;

/// <summary>The help texts, one file a verb, which the entry script prints as well before anything is built.</summary>
internal static class HelpText
{
    private const string Prefix = "SendFlowr.Cli.Help.";
    private const string Suffix = ".txt";

    /// <summary>The names of all help files, without their ending.</summary>
    public static IEnumerable<string> Names =>
        typeof(HelpText).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length]);

    /// <summary>The file of a verb: its words joined by '-'.</summary>
    public static string FileName(string verb) => verb.Replace(' ', '-');

    /// <summary>The text of a help file; <c>sendflowr</c> is the list of verbs.</summary>
    /// <exception cref="ArgumentException">There is no such file: a verb was added without its help.</exception>
    public static string For(string name)
    {
        using Stream stream = typeof(HelpText).Assembly.GetManifestResourceStream(Prefix + name + Suffix)
            ?? throw new ArgumentException($"There is no help file '{name}{Suffix}'.", nameof(name));
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
