namespace SendFlowr.Cli.Frame;

/// <summary>The files a command line names.</summary>
internal static class InputFiles
{
    /// <exception cref="VerbException">One of them does not exist: wrong usage, before any work is done.</exception>
    public static void RequireAll(IEnumerable<string> files) => RequireAll(files, static file => file);

    /// <param name="files">As the user named them.</param>
    /// <param name="resolve">Where they are.</param>
    /// <exception cref="VerbException">One of them does not exist: wrong usage, before any work is done.</exception>
    public static void RequireAll(IEnumerable<string> files, Func<string, string> resolve)
    {
        foreach (string file in files.Where(file => !File.Exists(resolve(file))))
        {
            throw VerbException.Usage(Directory.Exists(resolve(file)) ? $"'{file}' is a folder; name its files." : $"the file '{file}' does not exist.");
        }
    }
}
