namespace SendFlowr.Integration.Servers;

/// <summary>What these tests need and the machine may lack: looked for once, before any test is found.</summary>
internal static class Surroundings
{
    static Surroundings()
    {
        Root = FindRoot();
        // A plain `dotnet test` has no entry script that would say where the library can be built.
        string script = Path.Combine(Root, "eng", "librdkafka", "build.sh");
        Environment.SetEnvironmentVariable("SENDFLOWR_LIBRDKAFKA_SCRIPT", script);
        Shared = Path.GetFullPath(Path.Combine(Root, "..", "shared"));
        KafkaJars = new[] { Below(Environment.GetEnvironmentVariable("KAFKA_HOME"), "libs"), Path.Combine(Shared, "kafka", "lib") }
            .FirstOrDefault(Directory.Exists);
    }

    /// <summary>The checkout.</summary>
    public static string Root { get; }

    /// <summary>Servers beside the checkout; may not be there.</summary>
    public static string Shared { get; }

    /// <summary>The jars of a Kafka: of KAFKA_HOME, else of the folder beside the checkout; null without one.</summary>
    public static string? KafkaJars { get; }

    public static string Java { get; } = Below(Environment.GetEnvironmentVariable("JAVA_HOME"), "bin/java") ?? "java";

    private static string? Below(string? folder, string name) => string.IsNullOrEmpty(folder) ? null : Path.Combine(folder, name);

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
