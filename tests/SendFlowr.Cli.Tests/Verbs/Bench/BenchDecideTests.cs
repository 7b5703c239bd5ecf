using System.Text.Json;
using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Verbs.Bench;

public sealed class BenchDecideTests
{
    [Fact]
    public async Task decisions_are_measured_as_one_json_document()
    {
        using TemporaryFolder folder = new();
        ProcessRun run = await BuiltProgram.RunAsync(folder, ["bench", "decide", "--people", "20", "--seed", "3", "--json"]);
        run.ExitCode.ShouldBe(0, run.Error);
        JsonElement figures = JsonDocument.Parse(run.Output).RootElement;
        figures.GetProperty("people").GetInt64().ShouldBe(20);
        figures.GetProperty("events_per_person").GetDouble().ShouldBeInRange(20, 40);
        figures.GetProperty("operations_per_second").GetDouble().ShouldBeGreaterThan(0);
        figures.GetProperty("p50_us").GetDouble().ShouldBeLessThanOrEqualTo(figures.GetProperty("p99_us").GetDouble());
        figures.GetProperty("p99_us").GetDouble().ShouldBeLessThanOrEqualTo(figures.GetProperty("max_us").GetDouble());
        figures.GetProperty("bytes_allocated_per_operation").GetDouble().ShouldBeGreaterThan(0);
        figures.GetProperty("stages_us").GetProperty("decide").GetDouble().ShouldBeGreaterThan(0);
    }
}
