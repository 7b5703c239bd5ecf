using System.Diagnostics;
using System.Text.RegularExpressions;
using SendFlowr.Server.Tests.Support;

namespace SendFlowr.Server.Tests.Docs;

/// <summary>The commands of docs/HTTP.md, run as they stand, in their order.</summary>
public sealed partial class ExamplesTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [ShellFact]
    public async Task every_example_of_the_document_works()
    {
        string document = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "HTTP.md"));
        string commands = string.Join('\n', Block().Matches(document).Select(match => match.Groups[1].Value));
        Regex.Count(commands, @"\bcurl\b").ShouldBeGreaterThan(15);
        string script = "set -eo pipefail\ncurl() { command curl --fail-with-body \"$@\"; echo; }\n"
            + commands.Replace("http://127.0.0.1:8001", server.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        using CancellationTokenSource limit = new(Limit);
        using Process shell = Process.Start(new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await shell.StandardInput.WriteAsync(script.AsMemory(), limit.Token);
        shell.StandardInput.Close();
        Task<string> error = shell.StandardError.ReadToEndAsync(limit.Token);
        string output = await shell.StandardOutput.ReadToEndAsync(limit.Token);
        await shell.WaitForExitAsync(limit.Token);
        shell.ExitCode.ShouldBe(0, output + await error);
        output.ShouldContain("\"verified\":true");
        output.ShouldContain("\"state\":\"cancelled\"");
    }

    [GeneratedRegex("```\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>Runs where there is a shell and curl.</summary>
    private sealed class ShellFactAttribute : FactAttribute
    {
        public ShellFactAttribute()
        {
            string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
            if (!((string[])["bash", "curl"]).All(program => folders.Any(folder => File.Exists(Path.Combine(folder, program)))))
            {
                Skip = "bash or curl is not installed";
            }
        }
    }
}
