using SendFlowr.Simulation.TwoStages;
using SendFlowr.Streams.Kafka.Workers;
using Xunit.Abstractions;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>
/// A simulation proves something only if it notices what is wrong: each guard of a worker is taken away, and some seed must fail. With all of them
/// the same seed passes.
/// </summary>
public class KafkaNegativeControlTests(ITestOutputHelper output)
{
    [Fact]
    public void notices_within_50_seeds_that_tables_are_restored_to_the_last_stable_offset() =>
        MustFail(50, WorkerGuards.All with { RestoreToHighWatermark = false });

    [Fact]
    public void notices_within_5_seeds_that_offsets_are_sent_before_the_records_are_at_their_broker() =>
        MustFail(5, WorkerGuards.All with { FlushBeforeOffsets = false });

    [Fact]
    public void notices_within_5_seeds_that_offsets_go_with_metadata_of_earlier() =>
        MustFail(5, WorkerGuards.All with { LiveGroupMetadata = false });

    [Fact]
    public void notices_within_200_seeds_that_members_are_dynamic_and_commit_without_a_generation() =>
        MustFail(200, WorkerGuards.All with { StaticMembership = false });

    [Fact]
    public void notices_within_20_seeds_that_snapshots_hold_what_is_not_committed() =>
        MustFail(20, WorkerGuards.All with { SnapshotAfterCommit = false });

    /// <summary>The answer must come late and within the next transaction, so nothing but late and lost answers happens here.</summary>
    [Fact]
    public void notices_within_20_seeds_that_a_producer_is_used_again_after_an_unknown_outcome() => MustFail(
        20,
        WorkerGuards.All with { NewProducerAfterUnknown = false },
        chances => chances with { Wire = 50, Crash = 0, CrashInCommit = 0, Pause = 0, PauseInCommit = 0, ProcessorFault = 0, Change = 0, SlowMarker = 0 });

    [Fact]
    public void notices_within_20_seeds_that_an_unknown_outcome_is_taken_for_a_commit() =>
        MustFail(20, WorkerGuards.All with { RestoreAfterUnknown = false });

    [Fact]
    public void notices_within_20_seeds_that_tables_are_kept_though_others_wrote_meanwhile() =>
        MustFail(20, WorkerGuards.All with { KeepUnmovedOnly = false });

    private void MustFail(int seeds, WorkerGuards guards, Func<KafkaChances, KafkaChances>? adjust = null)
    {
        var driver = new KafkaSimulationDriver(new KafkaPlan(TwoStagePlan.CreateWithoutFeed()) { Adjust = adjust ?? (static chances => chances) });
        string? failure = driver.FirstFailure(seeds, guards);
        failure.ShouldNotBeNull($"None of {seeds} seeds failed without the guard.");
        output.WriteLine(failure);
    }
}
