using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tests.Support;

namespace SendFlowr.Streams.Tests.Embedded;

public sealed class EngineRetentionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private EmbeddedOptions Small => CountingTopology.Options(_directory.Path) with { SegmentBytes = 4 << 10 };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void deletes_segments_that_nobody_needs_after_a_snapshot()
    {
        TopicSettings[] topics = CountingTopology.Topics(retention: TimeSpan.FromSeconds(10));
        using (EmbeddedEngine engine = CountingTopology.Open(Small, topics))
        {
            Work(engine, 1000, batches: 40);
            SnapshotTwice(engine);
            engine.Statistics.SegmentsDeleted.ShouldBe(0, "the records are younger than the retention");
            engine.StartOffset(CountingTopology.Input, 0).ShouldBe(0);

            Work(engine, 20_000, batches: 1);
            SnapshotTwice(engine);
            engine.Statistics.SegmentsDeleted.ShouldBeGreaterThan(3);
            long start = engine.StartOffset(CountingTopology.Input, 0);
            start.ShouldBeGreaterThan(0);
            engine.ReadTopic(CountingTopology.Input, 0, 0).First().Offset.ShouldBe(start);
        }

        using EmbeddedEngine again = CountingTopology.Open(Small, topics);
        CountingTopology.CountOf(again, "w3").ShouldBe(41);
        again.StartOffset(CountingTopology.Input, 0).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void keeps_for_ever_what_has_no_retention()
    {
        using EmbeddedEngine engine = CountingTopology.Open(
            Small, [new(CountingTopology.Input, 2, TimeSpan.Zero), new(CountingTopology.Output, 2)]);
        Work(engine, 1000, batches: 40);
        SnapshotTwice(engine);
        Work(engine, 1_000_000, batches: 1);
        SnapshotTwice(engine);
        engine.Statistics.SegmentsDeleted.ShouldBe(0);
    }

    [Fact]
    public void keeps_what_a_task_has_still_to_read()
    {
        using EmbeddedEngine engine = CountingTopology.Open(Small, CountingTopology.Topics(retention: TimeSpan.Zero));
        engine.TaskFilter = task => task.Partition == 0;
        Work(engine, 1000, batches: 40);
        SnapshotTwice(engine);
        engine.Statistics.SegmentsDeleted.ShouldBe(0);
        engine.TaskFilter = null;
        engine.RunUntilIdle(2000);
        SnapshotTwice(engine);
        engine.Statistics.SegmentsDeleted.ShouldBeGreaterThan(3);
        Enumerable.Range(0, 10).ShouldAllBe(word => CountingTopology.CountOf(engine, $"w{word}") == 40);
    }

    [Fact]
    public void goes_on_when_the_place_a_task_last_looked_at_was_deleted()
    {
        using EmbeddedEngine engine = CountingTopology.Open(Small, CountingTopology.Topics(retention: TimeSpan.Zero));
        engine.Step(1000);
        var elsewhere = new RecordBatch();
        for (int record = 0; record < 30; record++)
        {
            elsewhere.Add("k"u8, new byte[1000], 1000);
        }

        for (int batch = 0; batch < 4; batch++)
        {
            engine.Append(CountingTopology.Output, elsewhere, 1000);
        }

        SnapshotTwice(engine);
        engine.Statistics.SegmentsDeleted.ShouldBeGreaterThan(1);
        Work(engine, 2000, batches: 1);
        CountingTopology.CountOf(engine, "w1").ShouldBe(1);
    }

    [Fact]
    public void keeps_the_two_newest_snapshots_and_falls_back_to_the_older_one()
    {
        using (EmbeddedEngine engine = CountingTopology.Open(Small))
        {
            for (int round = 0; round < 4; round++)
            {
                Work(engine, 1000 + round, batches: 3);
                engine.Snapshot();
            }
        }

        string[] snapshots = [.. Directory.GetFiles(Path.Combine(_directory.Path, "snapshots"), "count-0.*").Order(StringComparer.Ordinal)];
        snapshots.Length.ShouldBe(2);
        byte[] bytes = File.ReadAllBytes(snapshots[1]);
        bytes[^20] ^= 1;
        File.WriteAllBytes(snapshots[1], bytes);
        File.WriteAllText(Path.Combine(_directory.Path, "snapshots", "count-0.0000000000000000.snapshot.tmp"), "unfinished");

        using EmbeddedEngine again = CountingTopology.Open(Small);
        again.Statistics.OpenNotes.Single().ShouldContain("Its checksum is wrong");
        again.Statistics.RestoredRows.ShouldBeGreaterThan(0);
        Enumerable.Range(0, 10).ShouldAllBe(word => CountingTopology.CountOf(again, $"w{word}") == 12);
        File.Exists(snapshots[1]).ShouldBeFalse();
        Directory.GetFiles(Path.Combine(_directory.Path, "snapshots"), "*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public void takes_snapshots_by_itself_one_task_at_a_time()
    {
        EmbeddedOptions options = CountingTopology.Options(_directory.Path) with { SnapshotAfterLogBytes = 8 << 10 };
        using EmbeddedEngine engine = CountingTopology.Open(options);
        long before = 0;
        for (int batch = 0; batch < 60; batch++)
        {
            Work(engine, 1000, batches: 1);
            (engine.Statistics.Snapshots - before).ShouldBeLessThanOrEqualTo(2);
            before = engine.Statistics.Snapshots;
        }

        before.ShouldBeGreaterThan(2);
    }

    private static void Work(EmbeddedEngine engine, long now, int batches)
    {
        for (int batch = 0; batch < batches; batch++)
        {
            engine.Append(CountingTopology.Input, CountingTopology.Words([.. Enumerable.Range(0, 10).Select(word => $"w{word}")]), now);
            engine.RunUntilIdle(now);
        }
    }

    /// <summary>Both kept snapshots of each task are then newer than all the work before.</summary>
    private static void SnapshotTwice(EmbeddedEngine engine)
    {
        engine.Snapshot();
        engine.Append(CountingTopology.Output, CountingTopology.Words("x"), 0);
        engine.Snapshot();
    }
}
