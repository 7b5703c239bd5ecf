using SendFlowr.Simulation.TwoStages;
using SendFlowr.Streams.Kafka.Workers;
using Xunit.Abstractions;

namespace SendFlowr.Simulation.Kafka.Runs;

public class KafkaTwoStageSimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 500;

    [Fact]
    public void every_seed_on_kafka_ends_in_the_state_of_an_undisturbed_run()
    {
        var driver = new KafkaSimulationDriver(new KafkaPlan(TwoStagePlan.CreateWithoutFeed()));
        driver.RunSeeds(Seeds, nameof(every_seed_on_kafka_ends_in_the_state_of_an_undisturbed_run));
        output.WriteLine(driver.Summary);
    }

    [Fact]
    public void a_seed_does_the_same_each_time()
    {
        List<string>[] traces = [[], []];
        foreach (List<string> trace in traces)
        {
            new KafkaSimulationDriver(new KafkaPlan(TwoStagePlan.CreateWithoutFeed())).Run(11, WorkerGuards.All, trace.Add);
        }

        traces[0].Count.ShouldBeGreaterThan(1000);
        traces[1].ShouldBe(traces[0]);
    }
}
