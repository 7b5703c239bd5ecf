using System.Diagnostics;

namespace SendFlowr.Cli.Tests.Support;

/// <summary>Runs the built program as a process, as its users do.</summary>
internal static class BuiltProgram
{
    private static readonly Dictionary<string, string?> NoVariables = [];

    public static Task<ProcessRun> RunAsync(TemporaryFolder folder, params string[] words) => RunAsync(folder, NoVariables, words);

    public static Task<ProcessRun> RunAsync(TemporaryFolder folder, Dictionary<string, string?> environment, string[] words, Action<Process>? started = null) =>
        ProcessRun.StartAsync(folder.Path, environment, ["dotnet", Path.Combine(AppContext.BaseDirectory, "sendflowr.dll"), .. words], started);
}
