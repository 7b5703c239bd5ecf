using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>Where librdkafka may be, in the order of preference. Immutable.</summary>
internal sealed record LibraryPlaces
{
    public const string Remedy =
        "Set SENDFLOWR_LIBRDKAFKA to the path of a librdkafka 2.14 or later, or build with a NuGet feed that has the package librdkafka.redist.";

    private static readonly string[] PackageFiles = ["librdkafka.so", "librdkafka.dylib", "librdkafka.dll", "alpine-librdkafka.so"];

    /// <summary>Folders that hold the native files of packages.</summary>
    public required IReadOnlyList<string> PackageFolders { get; init; }

    /// <summary>The file the user names, or null.</summary>
    public string? Named { get; init; }

    /// <summary>The user's cache; null for a user without a home.</summary>
    public string? Cache { get; init; }

    /// <summary>The script that builds the library, or null outside a checkout.</summary>
    public string? Script { get; init; }

    public static LibraryPlaces OfThisProcess()
    {
        string native = Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        string folders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        string? home = Variable("XDG_CACHE_HOME") ?? (Variable("HOME") is { } user ? Path.Combine(user, ".cache") : null);
        return new()
        {
            PackageFolders = [.. folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), AppContext.BaseDirectory,
                Path.Combine(AppContext.BaseDirectory, native)],
            Named = Variable("SENDFLOWR_LIBRDKAFKA"),
            Cache = home is null ? null : Path.Combine(home, "sendflowr", $"librdkafka-{KafkaLibrary.ClientVersion}", "librdkafka.so"),
            Script = Variable("SENDFLOWR_LIBRDKAFKA_SCRIPT"),
        };
    }

    /// <summary>The file to load; null for the one of the package. Builds it when it is nowhere.</summary>
    /// <exception cref="KafkaLibraryException">It is nowhere and cannot be built.</exception>
    public string? Find()
    {
        if (PackageFolders.Any(HasLibrary))
        {
            return null;
        }

        if (Named is not null)
        {
            return File.Exists(Named) ? Path.GetFullPath(Named) : throw new KafkaLibraryException($"SENDFLOWR_LIBRDKAFKA names '{Named}', which is no file.");
        }

        if (Cache is not null && File.Exists(Cache))
        {
            return Cache;
        }

        if (Cache is null || Script is null)
        {
            throw new KafkaLibraryException(
                "librdkafka, which is needed to talk to Kafka, is not installed: " +
                $"this program was built without the native files of the package librdkafka.redist. {Remedy}");
        }

        Build(Script, Cache);
        return Cache;
    }

    private static bool HasLibrary(string folder) => PackageFiles.Any(file => File.Exists(Path.Combine(folder, file)));

    /// <summary>The script tells the user itself what it does and what is missing.</summary>
    private static void Build(string script, string file)
    {
        ProcessStartInfo start = new("bash", [script, file]) { RedirectStandardOutput = true };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0 || !File.Exists(file))
            {
                throw new KafkaLibraryException($"librdkafka, which is needed to talk to Kafka, could not be built; the reason is above. {Remedy}");
            }
        }
        catch (Win32Exception problem)
        {
            throw new KafkaLibraryException($"librdkafka, which is needed to talk to Kafka, cannot be built, because 'bash' cannot be run. {Remedy}", problem);
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
