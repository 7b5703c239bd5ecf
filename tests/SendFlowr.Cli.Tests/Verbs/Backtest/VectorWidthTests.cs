using System.Globalization;
using System.Text;
using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Verbs.Backtest;

/// <summary>A history replayed with vectors of every width the runtime can be told to use: the same figures to the last digit.</summary>
public sealed class VectorWidthTests
{
    [Fact]
    public async Task the_width_of_vectors_changes_no_bit()
    {
        using TemporaryFolder folder = new();
        folder.Write("history.csv", History());
        string[] words = ["backtest", "history.csv", "--json"];
        ProcessRun usual = await BuiltProgram.RunAsync(folder, words);
        usual.ExitCode.ShouldBe(0, usual.Error);
        foreach (string variable in new[] { "DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic" })
        {
            ProcessRun run = await BuiltProgram.RunAsync(folder, new Dictionary<string, string?> { [variable] = "0" }, words);
            run.ExitCode.ShouldBe(0, run.Error);
            run.Output.ShouldBe(usual.Output, variable);
        }
    }

    /// <summary>Twenty people with two habits each, some of them with long histories.</summary>
    private static string History()
    {
        Random random = new(12);
        StringBuilder csv = new("user_id,unix_seconds\n");
        for (int person = 0; person < 20; person++)
        {
            int habit = random.Next(86_400);
            for (int day = 0; day < 90; day += 1 + random.Next(1 + (person % 4)))
            {
                long seconds = 1_700_006_400L + (day * 86_400L) + ((habit + (random.Next(2) * 30_000) + random.Next(5000)) % 86_400);
                csv.Append(CultureInfo.InvariantCulture, $"person-{person},{seconds}\n");
            }
        }

        return csv.ToString();
    }
}
