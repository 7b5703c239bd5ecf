namespace SendFlowr.Conventions.Tests;

/// <summary>The files of the checkout that the tests were built from, found upward from the test assembly.</summary>
internal static class Repository
{
    private static readonly HashSet<string> GeneratedFolders = [".git", "artifacts", "bin", "obj", "node_modules", ".sendflowr", "TestResults", ".vs", ".vscode"];

    private static readonly HashSet<string> TextEndings =
        [".cs", ".csproj", ".props", ".targets", ".sln", ".md", ".txt", ".json", ".yaml", ".yml", ".avsc", ".sql", ".sh", ".csv", ".ndjson", ".editorconfig", ".gitignore", ""];

    public static string Root { get; } = FindRoot();

    /// <summary>Every text file of the checkout, generated folders left out.</summary>
    public static IReadOnlyList<SourceFile> TextFiles { get; } =
        [.. Walk(Root).Where(path => TextEndings.Contains(Path.GetExtension(path))).Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>Files below a folder, given with '/' between names: <c>src/SendFlowr.Model</c>.</summary>
    public static IEnumerable<SourceFile> Under(string folder, string ending) =>
        TextFiles.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal) && file.Path.EndsWith(ending, StringComparison.Ordinal));

    private static SourceFile Read(string path) => new(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder).Where(child => !GeneratedFolders.Contains(Path.GetFileName(child))).SelectMany(Walk));

    private static string FindRoot()
    {
        // A build outside the checkout (SENDFLOWR_ARTIFACTS) leaves the way up only to the folder the run was started in.
        foreach (string start in new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "SendFlowr.sln")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' holds SendFlowr.sln.");
    }
}
