using SendFlowr.Simulation.TwoStages;
using Xunit.Abstractions;

namespace SendFlowr.Simulation.Kafka.Runs;

public class KafkaTwoStageSimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 500;

    [Fact]
    public void every_seed_on_kafka_ends_in_the_state_of_an_undisturbed_run()
    {
        var driver = new KafkaSimulationDriver(TwoStagePlan.CreateWithoutFeed());
        driver.RunSeeds(Seeds, nameof(every_seed_on_kafka_ends_in_the_state_of_an_undisturbed_run));
        output.WriteLine(driver.Summary);
    }
}
