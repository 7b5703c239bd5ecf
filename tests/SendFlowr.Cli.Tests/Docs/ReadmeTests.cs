using System.Text.RegularExpressions;
using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Docs;

/// <summary>Runs the commands of the README as they stand there, in their order, in one folder.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] Placeholders = ["my_feed", "visits.csv", "d_…", "you@example.com", "./sendflowr test", "./sendflowr up"];

    [Fact]
    public async Task every_command_that_needs_no_file_of_ones_own_works()
    {
        using TemporaryFolder folder = new();
        string[] commands = [.. Commands().Where(command => !Placeholders.Any(command.Contains))];
        commands.Length.ShouldBeGreaterThanOrEqualTo(3);
        foreach (string command in commands)
        {
            string[] words = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Locate)];
            ProcessRun run = await BuiltProgram.RunAsync(folder, words);
            run.ExitCode.ShouldBe(0, $"{command}\n{run.Error}");
            run.Output.ShouldNotBeEmpty(command);
        }
    }

    /// <summary>Paths of the README are relative to the checkout.</summary>
    private static string Locate(string word) => word.StartsWith("docs/", StringComparison.Ordinal) ? Path.Combine(Checkout.Root, word) : word;

    private static IEnumerable<string> Commands() => Fence()
        .Matches(File.ReadAllText(Path.Combine(Checkout.Root, "README.md")))
        .SelectMany(match => match.Groups[1].Value.Split('\n'))
        .Select(line => line.Split('#')[0].Trim())
        .Where(line => line.StartsWith("./sendflowr ", StringComparison.Ordinal));

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
