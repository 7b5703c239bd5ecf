using System.Globalization;
using SendFlowr.Simulation.Driver;
using Xunit.Abstractions;

namespace SendFlowr.Simulation.FullPipeline;

public class FullPipelineSimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 500;

    /// <summary>Seed of the script; another makes other events.</summary>
    private static int ScriptSeed =>
        int.TryParse(Environment.GetEnvironmentVariable("SENDFLOWR_SCRIPT_SEED"), CultureInfo.InvariantCulture, out int seed) ? seed : 20_260_201;

    [Fact]
    public void every_seed_of_the_full_pipeline_ends_in_the_state_of_an_undisturbed_run()
    {
        SimulationDriver driver = new(FullPipelinePlan.Create(ScriptSeed));
        driver.RunSeeds(Seeds, nameof(every_seed_of_the_full_pipeline_ends_in_the_state_of_an_undisturbed_run));
        output.WriteLine(
            $"script seed {ScriptSeed}: {driver.Runs} runs, {driver.Crashes} crashes, {driver.AbortedSteps} aborted steps, "
            + $"{driver.SegmentsDeleted} segments deleted");
        driver.Crashes.ShouldBeGreaterThan(driver.Runs / 2, "a simulation without crashes shows nothing");
    }
}
