using SendFlowr.Simulation.TwoStages;
using SendFlowr.Streams.Kafka.Workers;
using Xunit.Abstractions;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>Machines that follow the tasks of others, and workers that take such tables over, while machines die, pause and come back.</summary>
public class KafkaStandbySimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 200;

    private static KafkaPlan Plan => new(TwoStagePlan.CreateWithoutFeed()) { HasStandbys = true };

    [Fact]
    public void every_seed_with_standbys_ends_in_the_state_of_an_undisturbed_run_on_owners_and_standbys()
    {
        var driver = new KafkaSimulationDriver(Plan);
        driver.RunSeeds(Seeds, nameof(every_seed_with_standbys_ends_in_the_state_of_an_undisturbed_run_on_owners_and_standbys));
        output.WriteLine(driver.Summary);
    }

    [Fact]
    public void a_seed_with_standbys_does_the_same_each_time()
    {
        List<string>[] traces = [[], []];
        foreach (List<string> trace in traces)
        {
            new KafkaSimulationDriver(Plan).Run(11, WorkerGuards.All, trace.Add);
        }

        traces[0].Count.ShouldBeGreaterThan(1000);
        traces[1].ShouldBe(traces[0]);
    }

    [Fact]
    public void notices_within_20_seeds_that_tables_are_taken_over_with_another_place_than_theirs() =>
        MustFail(20, WorkerGuards.All with { TakeOverAtPlace = false });

    private void MustFail(int seeds, WorkerGuards guards)
    {
        string? failure = new KafkaSimulationDriver(Plan).FirstFailure(seeds, guards);
        failure.ShouldNotBeNull($"None of {seeds} seeds failed without the guard.");
        output.WriteLine(failure);
    }
}
