using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SendFlowr.Avro.Tests.Interop;

/// <summary>The npm packages <c>avsc</c> and <c>snappyjs</c>, an independent implementation of Avro and of a codec that it leaves out,
/// installed once into the build's output folder.</summary>
internal static class AvscPackage
{
    public const string Version = "5.7.9";
    public const string SnappyVersion = "0.7.0";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly string Cache = Path.Combine(AppContext.BaseDirectory, $"avsc-{Version}-snappyjs-{SnappyVersion}");
    private static readonly Lazy<string?> LazyProblem = new(Install);

    /// <summary>Why it cannot be used here; null when it can.</summary>
    public static string? Problem => LazyProblem.Value;

    /// <summary>The folder of the installed package.</summary>
    public static string ModuleDirectory => Path.Combine(Cache, "node_modules", "avsc");

    /// <summary>The folder of the installed package <c>snappyjs</c>.</summary>
    public static string SnappyDirectory => Path.Combine(Cache, "node_modules", "snappyjs");

    /// <summary>Runs a script of this folder with a question, and returns its answer.</summary>
    public static JsonElement Ask(string script, JsonObject question)
    {
        string file = Path.Combine(AppContext.BaseDirectory, $"{script}-question.{Environment.ProcessId}.json");
        File.WriteAllText(file, question.ToJsonString());
        try
        {
            (string? answer, string problem) = Run(AppContext.BaseDirectory, "node", Path.Combine(AppContext.BaseDirectory, "Interop", script), file);
            answer.ShouldNotBeNull(problem);
            return JsonElement.Parse(answer);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its standard output; or, when it could not be run or failed, null and what it said.</returns>
    public static (string? Output, string Problem) Run(string workingDirectory, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                return (null, $"{program} did not end within {Limit.TotalSeconds} s");
            }

            return process.ExitCode == 0
                ? (output.Result, "")
                : (null, $"{program} ended with {process.ExitCode}: {error.Result.Trim()}");
        }
        catch (Win32Exception exception)
        {
            return (null, $"{program} cannot be run: {exception.Message}");
        }
    }

    private static string? Install()
    {
        if (File.Exists(Path.Combine(ModuleDirectory, "package.json")))
            return Run(AppContext.BaseDirectory, "node", "--version") is (null, var nodeProblem) ? nodeProblem : null;

        // Another test run may install at the same time: each into a folder of its own, and the first to finish gives its to all.
        string own = $"{Cache}.{Environment.ProcessId}";
        Directory.CreateDirectory(own);
        string[] arguments =
            ["install", "--prefix", own, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=dev", "--loglevel=error", $"avsc@{Version}", $"snappyjs@{SnappyVersion}"];
        (string? output, string problem) = Run(own, "npm", arguments);
        if (output is not null && !Directory.Exists(Cache))
            Directory.Move(own, Cache);
        else
            Directory.Delete(own, recursive: true);
        return output is null ? problem : null;
    }
}
