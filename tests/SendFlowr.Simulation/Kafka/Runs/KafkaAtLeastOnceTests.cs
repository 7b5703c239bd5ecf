using SendFlowr.Simulation.TwoStages;
using SendFlowr.Streams.Kafka.Workers;
using Xunit.Abstractions;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>
/// Workers without transactions: nothing is lost as long as nobody goes on writing after it was put out, and it is known what happens where
/// somebody does.
/// </summary>
public class KafkaAtLeastOnceTests(ITestOutputHelper output)
{
    private const int Seeds = 200;

    private static KafkaPlan Plan => new(TwoStagePlan.CreateWithoutFeed() with { Auditor = AtLeastOnceAudit.Audit })
    {
        Guarantee = DeliveryGuarantee.AtLeastOnce,
        EndsAreKnown = true,
    };

    [Fact]
    public void every_seed_at_least_once_has_all_that_an_undisturbed_run_has()
    {
        var driver = new KafkaSimulationDriver(Plan);
        driver.RunSeeds(Seeds, nameof(every_seed_at_least_once_has_all_that_an_undisturbed_run_has));
        output.WriteLine(driver.Summary);
    }

    [Fact]
    public void every_seed_at_least_once_with_standbys_has_all_that_an_undisturbed_run_has()
    {
        var driver = new KafkaSimulationDriver(Plan with { HasStandbys = true });
        driver.RunSeeds(Seeds / 2, nameof(every_seed_at_least_once_with_standbys_has_all_that_an_undisturbed_run_has));
        output.WriteLine(driver.Summary);
    }

    [Fact]
    public void notices_within_50_seeds_that_places_are_committed_before_the_records_are_at_their_broker() =>
        MustFail(50, WorkerGuards.All with { FlushBeforeOffsets = false });

    [Fact]
    public void notices_within_50_seeds_that_rows_go_one_by_one_without_a_redo() => MustFail(
        50, WorkerGuards.All with { RedoBeforeRows = false }, static chances => chances with { CrashInCommit = 60, Wire = 80 });

    /// <summary>The limit that the documents tell of: nobody shuts out who writes without transactions.</summary>
    [Fact]
    public void a_worker_that_is_held_still_for_longer_than_its_session_may_put_old_rows_back()
    {
        var driver = new KafkaSimulationDriver(Plan with { EndsAreKnown = false });
        string? failure = Enumerable.Range(1, 50).Select(seed => driver.Run(seed, WorkerGuards.All)).FirstOrDefault(wrong => wrong is not null);
        failure.ShouldNotBeNull("If it cannot happen any more, the documents say too little.");
        output.WriteLine(failure);
    }

    private void MustFail(int seeds, WorkerGuards guards, Func<KafkaChances, KafkaChances>? adjust = null)
    {
        string? failure = new KafkaSimulationDriver(Plan with { Adjust = adjust ?? (static chances => chances) }).FirstFailure(seeds, guards);
        failure.ShouldNotBeNull($"None of {seeds} seeds failed without the guard.");
        output.WriteLine(failure);
    }
}
