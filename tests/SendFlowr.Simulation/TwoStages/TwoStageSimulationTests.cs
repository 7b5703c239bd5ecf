using SendFlowr.Simulation.Driver;
using Xunit.Abstractions;

namespace SendFlowr.Simulation.TwoStages;

public class TwoStageSimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 500;

    [Fact]
    public void every_seed_ends_in_the_state_of_an_undisturbed_run()
    {
        var driver = new SimulationDriver(TwoStagePlan.Create());
        driver.RunSeeds(Seeds, nameof(every_seed_ends_in_the_state_of_an_undisturbed_run));
        output.WriteLine(
            $"{driver.Runs} runs, {driver.Crashes} crashes, {driver.AbortedSteps} aborted steps, {driver.SegmentsDeleted} segments deleted");
    }
}
