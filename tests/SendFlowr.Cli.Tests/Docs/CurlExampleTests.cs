using System.Text.RegularExpressions;
using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Docs;

/// <summary>Runs the <c>curl</c> commands of the README as they stand there, in their order, against a running <c>up</c>.</summary>
public sealed partial class CurlExampleTests
{
    [Fact]
    public async Task every_curl_command_of_the_readme_is_answered()
    {
        using TemporaryFolder folder = new();
        using RunningUp up = await RunningUp.StartAsync(folder);
        string script = string.Join('\n', Fence().Matches(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "README.md")))
            .Select(match => match.Groups[1].Value)
            .Where(block => block.Contains("curl ", StringComparison.Ordinal)));
        Regex.Count(script, "curl -s ").ShouldBeGreaterThanOrEqualTo(4);
        script = script
            .Replace("http://127.0.0.1:8001", up.Url, StringComparison.Ordinal)
            .Replace("curl -s ", "curl -s --fail-with-body ", StringComparison.Ordinal);
        ProcessRun run = await ProcessRun.StartAsync(
            folder.Path, new Dictionary<string, string?>(), ["bash", "-c", "set -euxo pipefail\n" + script]);
        run.ExitCode.ShouldBe(0, run.Error + run.Output);
        run.Output.ShouldContain("decision_id");
    }

    [GeneratedRegex("^```(?:sh)?\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
