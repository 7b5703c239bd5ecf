using System.Diagnostics;

namespace SendFlowr.Cli.Tests.Support;

/// <summary>What a finished process left behind.</summary>
internal sealed record ProcessRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Runs a command to its end. A null value removes a variable from its environment.</summary>
    public static async Task<ProcessRun> StartAsync(
        string folder, IReadOnlyDictionary<string, string?> environment, IReadOnlyList<string> command, Action<Process>? started = null)
    {
        ProcessStartInfo info = new(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment)
        {
            info.Environment[name] = value;
        }

        using Process process = Process.Start(info)!;
        using CancellationTokenSource limit = new(Limit);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        started?.Invoke(process);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new ProcessRun(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
