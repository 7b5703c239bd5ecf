using SendFlowr.Cli.Frame;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Streams.Files;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>The demo's own data directory: made anew each time, and nothing else is ever removed.</summary>
internal static class DemoDirectory
{
    private const string FolderName = "demo";
    private const string MarkerName = "sendflowr-demo";
    private const string LockName = "lock";

    /// <summary>Removes what an earlier demo left, makes the directory and puts the demo's key there, so that other verbs find it.</summary>
    /// <param name="dataDirectory">The data directory of the command line.</param>
    /// <returns>Absolute path of the demo's directory.</returns>
    public static string Prepare(string dataDirectory)
    {
        string directory = Path.Combine(dataDirectory, FolderName);
        string marker = Path.Combine(directory, MarkerName);
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            if (!File.Exists(marker))
            {
                throw VerbException.Failed(
                    $"{directory} was not made by a demo (it has no file {MarkerName}), so it is left alone. Name another directory with --data.");
            }

            RefuseIfInUse(directory);
            Directory.Delete(directory, recursive: true);
        }

        Directory.CreateDirectory(directory);
        File.WriteAllText(marker, "Made by `sendflowr demo`, which removes this folder when it starts again.\n");
        WriteKey(Path.Combine(directory, "keys"));
        return directory;
    }

    private static void RefuseIfInUse(string directory)
    {
        using IDisposable? held = new PhysicalFileSystem().TryLock(Path.Combine(directory, LockName));
        if (held is null)
        {
            throw VerbException.Failed($"another process, perhaps a running demo, works in {directory}. End it first, or name another directory with --data.");
        }
    }

    /// <summary>The documented key for figures that must repeat anywhere and protect nobody.</summary>
    private static void WriteKey(string folder)
    {
        Directory.CreateDirectory(folder);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using StreamWriter writer = new(Path.Combine(folder, "identity.key"), options);
        writer.Write(Convert.ToHexStringLower(IdentityKey.Fixed()));
    }
}
