using SendFlowr.Simulation.Files;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Snapshots;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Kafka.Faults;

/// <summary>What is wrong with snapshots is told, and what a crash left of them goes.</summary>
public class SnapshotNoteTests
{
    private readonly WorkerBench _bench = new() { SnapshotInterval = TimeSpan.FromMilliseconds(500) };

    [Fact]
    public void a_snapshot_that_cannot_be_read_is_told_and_removed_and_the_changelog_serves()
    {
        string[] snapshots = RunAndStop();
        foreach (string snapshot in snapshots)
        {
            using IFile file = _bench.Files.Open(snapshot, writable: true);
            file.Write(20, [0xFF, 0xFF, 0xFF, 0xFF]);
        }

        _bench.SnapshotInterval = TimeSpan.FromHours(1);
        _bench.StartAndRun().State.ShouldBe(WorkerState.Running);
        _bench.CountOf(0, 1).ShouldBe(1);
        _bench.Notes.Count(note => note.Contains("left aside and removed", StringComparison.Ordinal)).ShouldBe(snapshots.Length);
        snapshots.ShouldAllBe(snapshot => !_bench.Files.FileExists(snapshot));
    }

    [Fact]
    public void what_a_crash_left_half_written_goes_at_the_next_start()
    {
        string half = RunAndStop()[0] + ".tmp";
        _bench.Files.Create(half).Dispose();
        _bench.StartAndRun().State.ShouldBe(WorkerState.Running);
        _bench.Files.FileExists(half).ShouldBeFalse();
        _bench.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void a_restart_reads_its_snapshot_and_not_the_whole_changelog()
    {
        // Without the snapshot, the first counts would be lost.
        foreach (string snapshot in RunAndStop())
        {
            if (SnapshotFile.TryParseName(Path.GetFileName(snapshot), new TaskId("tally", 0), out long place))
            {
                _bench.Cluster.Log(new(WorkerBench.Changelog, 0)).MoveStart(place);
            }
        }

        _bench.StartAndRun().State.ShouldBe(WorkerState.Running);
        _bench.CountOf(0, 1).ShouldBe(1);
    }

    [Fact]
    public void the_snapshots_of_topics_that_are_gone_are_never_met()
    {
        RunAndStop();
        foreach (string topic in new[] { "in", "all", WorkerBench.Changelog })
        {
            _bench.MakeAnew(topic);
        }

        // On another machine the new changelog grows beyond the places of the old snapshots.
        SimulatedFileSystem first = _bench.Files;
        _bench.Files = new SimulatedFileSystem(2);
        _bench.StartAndRun();
        for (int i = 0; i < 40; i++)
        {
            _bench.Send(WorkerBench.In0, 2);
            _bench.Run(500);
        }

        _bench.Stop();
        _bench.Files = first;
        _bench.StartAndRun().State.ShouldBe(WorkerState.Running);
        _bench.CountOf(0, 1).ShouldBe(0);
        _bench.CountOf(0, 2).ShouldBe(40);
    }

    /// <summary>Runs until both tasks have snapshots of the end. Returns their paths.</summary>
    private string[] RunAndStop()
    {
        _bench.Send(WorkerBench.In0, 1);
        _bench.StartAndRun();
        for (byte key = 2; key < 12; key++)
        {
            _bench.Send(WorkerBench.In0, key);
            _bench.Send(WorkerBench.In1, key);
            _bench.Run(2000);
        }

        _bench.Stop();
        string[] snapshots = [.. _bench.Files.Paths];
        snapshots.Length.ShouldBeGreaterThan(1);
        return snapshots;
    }
}
