namespace SendFlowr.Cli.Frame;

/// <summary>The files a command line names.</summary>
internal static class InputFiles
{
    /// <exception cref="VerbException">One of them does not exist: wrong usage, before any work is done.</exception>
    public static void RequireAll(IEnumerable<string> files)
    {
        foreach (string file in files.Where(file => !File.Exists(file)))
        {
            throw VerbException.Usage(Directory.Exists(file) ? $"'{file}' is a folder; name its files." : $"the file '{file}' does not exist.");
        }
    }
}
