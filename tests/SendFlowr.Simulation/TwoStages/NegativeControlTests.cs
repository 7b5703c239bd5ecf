using SendFlowr.Simulation.Driver;
using SendFlowr.Streams.Embedded;
using Xunit.Abstractions;

namespace SendFlowr.Simulation.TwoStages;

/// <summary>A simulation proves something only if it notices what is wrong: each guard is taken away, and some seed must fail.</summary>
public class NegativeControlTests(ITestOutputHelper output)
{
    [Fact]
    public void notices_within_20_seeds_that_syncs_do_not_reach_the_disk() =>
        MustFail(20, new EngineGuards { SyncBeforeAnswer = false });

    [Fact]
    public void notices_within_20_seeds_that_frames_count_without_their_checksum() =>
        MustFail(20, new EngineGuards { FrameChecksum = false });

    [Fact]
    public void notices_within_20_seeds_that_an_aborted_step_leaves_rows_behind() =>
        MustFail(20, new EngineGuards { DropOverlayOnAbort = false });

    [Fact]
    public void notices_within_20_seeds_that_snapshots_hold_unsynced_state() =>
        MustFail(20, new EngineGuards { SnapshotAfterSync = false });

    [Fact]
    public void notices_within_20_seeds_that_torn_snapshots_count() =>
        MustFail(20, new EngineGuards { SnapshotChecksum = false, SyncSnapshotBeforeRename = false });

    [Fact]
    public void notices_within_100_seeds_that_snapshots_are_renamed_before_they_are_synced() =>
        MustFail(100, new EngineGuards { SyncSnapshotBeforeRename = false });

    [Fact]
    public void notices_within_1000_seeds_that_a_torn_tail_stays() =>
        MustFail(1000, new EngineGuards { CutTornTail = false });

    private void MustFail(int seeds, EngineGuards guards)
    {
        var driver = new SimulationDriver(TwoStagePlan.Create());
        int? first = driver.FirstFailure(seeds, guards);
        first.ShouldNotBeNull($"None of {seeds} seeds failed without the guard.");
        output.WriteLine($"Seed {first} fails: {driver.Run(first.Value, guards)}");
    }
}
