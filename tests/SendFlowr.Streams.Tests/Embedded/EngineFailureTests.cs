using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Tests.Support;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Tests.Embedded;

public sealed class EngineFailureTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FaultyFileSystem _files = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void undoes_the_whole_step_when_one_task_fails()
    {
        bool fails = true;
        int created = 0;
        Topology topology = new TopologyBuilder("fragile")
            .AddFeed("file")
            .AddTable("rows")
            .AddSink("out", "out")
            .AddProcessor(
                "p",
                () =>
                {
                    created++;
                    return new ScriptedProcessor((context, in record) =>
                    {
                        context.Table("rows").Put(CountingTopology.Key(record.Key), record.Value);
                        context.Sink("out").Send(record.Key, record.Value, 1);
                        if (fails && record.Offset == 17)
                        {
                            throw new FormatException("bad luck.");
                        }
                    });
                },
                ["file"],
                ["rows"],
                ["out"])
            .Build(2);
        using EmbeddedEngine engine = EmbeddedEngine.Open(
            CountingTopology.Options(_directory.Path), [topology], [new("out", 1)], _files, TimeProvider.System);
        Feed(engine);

        TaskFailedException exception = Should.Throw<TaskFailedException>(() => engine.Step(1000));
        exception.Task.ShouldBe(new TaskId("fragile", 1));
        exception.FailedSource.ShouldBe("file");
        exception.Offset.ShouldBe(17);
        exception.Message.ShouldContain("Task fragile-1 failed at offset 17 of source 'file': bad luck.");
        exception.InnerException.ShouldBeOfType<FormatException>();
        engine.EndOffset("out", 0).ShouldBe(0);
        engine.Table("fragile", 0, "rows").Count.ShouldBe(0);
        engine.InputPosition("fragile", "file", 0).ShouldBe(0);
        created.ShouldBe(4, "processors are made anew after an abort");
        engine.Step(1001).Records.ShouldBe(0, "what was fed is dropped");

        fails = false;
        Feed(engine);
        engine.Step(1002).Outputs.ShouldBe(3);
        engine.Table("fragile", 1, "rows").Count.ShouldBe(2);
        engine.Statistics.AbortedSteps.ShouldBe(1);
    }

    [Fact]
    public void undoes_a_step_that_finds_the_disk_full_and_goes_on_later()
    {
        using EmbeddedEngine engine = CountingTopology.Open(CountingTopology.Options(_directory.Path), files: _files);
        engine.Append(CountingTopology.Input, CountingTopology.Words("a"), 1000);
        engine.Sync();
        long position = engine.Statistics.LogPosition;

        _files.FullPath = ".log";
        DiskFullException exception = Should.Throw<DiskFullException>(() => engine.Step(1000));
        exception.Message.ShouldContain(_directory.Path);
        exception.Message.ShouldContain("1234 bytes are free");
        Should.Throw<DiskFullException>(() => engine.Append(CountingTopology.Input, CountingTopology.Words("b"), 1000));
        CountingTopology.CountOf(engine, "a").ShouldBe(0);
        engine.Statistics.LogPosition.ShouldBe(position);
        engine.ReadTopic(CountingTopology.Input, 0, 0).Concat(engine.ReadTopic(CountingTopology.Input, 1, 0)).Count().ShouldBe(1, "reads go on");

        _files.FullPath = null;
        engine.Append(CountingTopology.Input, CountingTopology.Words("a"), 1000);
        engine.RunUntilIdle(1000);
        CountingTopology.CountOf(engine, "a").ShouldBe(2);
        engine.Dispose();
        using EmbeddedEngine again = CountingTopology.Open(_directory.Path);
        CountingTopology.CountOf(again, "a").ShouldBe(2);
        again.Statistics.TornTailBytes.ShouldBe(0);
    }

    [Fact]
    public void steps_on_when_there_is_no_space_for_a_snapshot()
    {
        EmbeddedOptions options = CountingTopology.Options(_directory.Path) with { SnapshotAfterLogBytes = 4 << 10 };
        using EmbeddedEngine engine = CountingTopology.Open(options, files: _files);
        _files.FullPath = ".snapshot";
        for (int batch = 0; batch < 30; batch++)
        {
            engine.Append(CountingTopology.Input, CountingTopology.Words([.. Enumerable.Range(0, 30).Select(word => $"w{word}")]), 1000);
            engine.RunUntilIdle(1000);
        }

        engine.Statistics.LastSnapshotFailure!.ShouldContain("no space for the snapshot");
        Should.Throw<DiskFullException>(engine.Snapshot);
        _files.FullPath = null;
        engine.Snapshot();
        engine.Statistics.Snapshots.ShouldBe(2);
        Directory.GetFiles(Path.Combine(_directory.Path, "snapshots")).Length.ShouldBe(2);
    }

    [Fact]
    public void refuses_everything_after_a_failed_fsync()
    {
        using EmbeddedEngine engine = CountingTopology.Open(CountingTopology.Options(_directory.Path), files: _files);
        engine.Append(CountingTopology.Input, CountingTopology.Words("a"), 1000);
        _files.SyncsFail = true;
        Should.Throw<FsyncFailedException>(engine.Sync).Message.ShouldContain("What is on disk is unknown");
        _files.SyncsFail = false;
        Should.Throw<FsyncFailedException>(engine.Sync).Message.ShouldContain("must be started again");
        Should.Throw<FsyncFailedException>(() => engine.Step(1000));
        Should.Throw<FsyncFailedException>(() => engine.Append(CountingTopology.Input, CountingTopology.Words("b"), 1000));
        Should.Throw<FsyncFailedException>(engine.Snapshot);
        engine.Dispose();
        using EmbeddedEngine again = CountingTopology.Open(_directory.Path);
        again.RunUntilIdle(2000);
        CountingTopology.CountOf(again, "a").ShouldBe(1);
    }

    [Fact]
    public void stops_a_topology_that_feeds_itself()
    {
        Topology topology = new TopologyBuilder("busy")
            .AddFeed("file")
            .AddProcessor("p", () => new ScriptedProcessor((_, in _) => { }, (context, _) => context.RequestPunctuation()), ["file"], [], [])
            .Build(1);
        using EmbeddedEngine engine = EmbeddedEngine.Open(
            CountingTopology.Options(_directory.Path), [topology], [], _files, TimeProvider.System);
        Should.Throw<InvalidOperationException>(() => engine.RunUntilIdle(1000)).Message.ShouldContain("feeds itself");
        engine.Statistics.Frames.ShouldBe(1, "a punctuation that changes nothing is not written");
    }

    [Fact]
    public void limits_what_may_wait_and_what_a_record_may_be()
    {
        using EmbeddedEngine engine = CountingTopology.Open(_directory.Path);
        var batch = new RecordBatch();
        Should.Throw<ArgumentException>(() => batch.Add(new byte[RecordLimits.MaxKeyBytes + 1], default, 1)).Message.ShouldContain("the limit is 65536");
        Should.Throw<ArgumentException>(() => batch.Add(default, new byte[RecordLimits.MaxValueBytes + 1], 1)).Message.ShouldContain("the limit is 16777216");
        Should.Throw<ArgumentOutOfRangeException>(() => batch.Add(default, default, 1, offset: -1));
        batch.Count.ShouldBe(0);
        Should.Throw<ArgumentException>(() => engine.FeedRecords("count", "none", 0, batch)).Message.ShouldContain("has no source 'none'");
        Should.Throw<ArgumentException>(() => engine.FeedRecords("count", "words", 9, batch)).Message.ShouldContain("no task count-9");
        engine.Dispose();
        Should.Throw<ObjectDisposedException>(() => engine.Step(1));

        var feed = new FeedBuffer();
        batch.Add(default, new byte[RecordLimits.MaxValueBytes], 1);
        for (int index = 0; index < 15; index++)
        {
            feed.Add(batch);
        }

        Should.Throw<InvalidOperationException>(() => feed.Add(batch)).Message.ShouldContain("Call Step before feeding more");
    }

    private static void Feed(EmbeddedEngine engine)
    {
        var batch = new RecordBatch();
        batch.Add("a"u8, "x"u8, 1, offset: 3);
        engine.FeedRecords("fragile", "file", 0, batch);
        batch.Clear();
        batch.Add("b"u8, "x"u8, 1, offset: 16);
        batch.Add("c"u8, "x"u8, 1, offset: 17);
        engine.FeedRecords("fragile", "file", 1, batch);
    }
}
