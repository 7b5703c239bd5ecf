namespace SendFlowr.Connectors.Tests.Support;

/// <summary>Finds files of the repository from wherever the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SendFlowr.sln")))
            {
                return folder.FullName;
            }
        }

        // Built outside the checkout: the tests were started from within it.
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SendFlowr.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("SendFlowr.sln was found neither above the test assembly nor above the working directory.");
    }
}
