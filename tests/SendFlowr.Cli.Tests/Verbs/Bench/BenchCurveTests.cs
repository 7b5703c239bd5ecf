using System.Text.Json;
using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Verbs.Bench;

public sealed class BenchCurveTests
{
    [Fact]
    public async Task curves_are_measured_as_one_json_document()
    {
        using TemporaryFolder folder = new();
        ProcessRun run = await BuiltProgram.RunAsync(folder, ["bench", "curve", "--seed", "3", "--json"]);
        run.ExitCode.ShouldBe(0, run.Error);
        JsonElement[] sizes = [.. JsonDocument.Parse(run.Output).RootElement.GetProperty("sizes").EnumerateArray()];
        sizes.Select(size => size.GetProperty("events").GetInt32()).ShouldBe([0, 30, 256]);
        foreach (JsonElement size in sizes)
        {
            size.GetProperty("all_us").GetDouble().ShouldBeGreaterThan(0);
            size.GetProperty("decision_us").GetDouble().ShouldBeGreaterThan(size.GetProperty("week_us").GetDouble());
            size.GetProperty("bytes_allocated").GetInt64().ShouldBe(0);
        }
    }
}
