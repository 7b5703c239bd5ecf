using System.Diagnostics;

namespace SendFlowr.Integration.Instances;

/// <summary>A verb of the built program that ran to its end.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static ProgramRun Of(IEnumerable<KeyValuePair<string, string>> settings, string folder, params string[] words)
    {
        ProcessStartInfo info = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "sendflowr.dll"), .. words])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in settings)
        {
            info.Environment[name] = value;
        }

        using Process process = Process.Start(info)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit(Limit).ShouldBeTrue(string.Join(' ', words));
        return new ProgramRun(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
