using System.Text;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tests.Support;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Tests.Embedded;

public sealed class EmbeddedEngineTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void counts_what_is_appended_and_remembers_it_after_a_restart()
    {
        using (EmbeddedEngine engine = CountingTopology.Open(_directory.Path))
        {
            engine.Append(CountingTopology.Input, CountingTopology.Words("a", "b", "a"), 1000);
            StepResult result = engine.RunUntilIdle(1000);
            result.Records.ShouldBe(3);
            result.RecordsBySource.ShouldBe([new SourceCount("count", "words", 3)]);
            result.Outputs.ShouldBe(3);
            result.ChangelogRows.ShouldBe(2);
            result.Idle.ShouldBeTrue();
            CountingTopology.CountOf(engine, "a").ShouldBe(2);
        }

        using (EmbeddedEngine engine = CountingTopology.Open(_directory.Path))
        {
            CountingTopology.CountOf(engine, "a").ShouldBe(2);
            engine.Append(CountingTopology.Input, CountingTopology.Words("a"), 2000);
            engine.RunUntilIdle(2000);
            engine.Snapshot();
        }

        using (EmbeddedEngine engine = CountingTopology.Open(_directory.Path))
        {
            CountingTopology.CountOf(engine, "a").ShouldBe(3);
            CountingTopology.CountOf(engine, "b").ShouldBe(1);
            engine.Statistics.RestoredRows.ShouldBe(0, "everything was in the snapshots");
            engine.RunUntilIdle(3000).Records.ShouldBe(0);
        }
    }

    [Fact]
    public void refuses_a_directory_that_is_in_use()
    {
        using (CountingTopology.Open(_directory.Path))
        {
            DataDirectoryInUseException exception =
                Should.Throw<DataDirectoryInUseException>(() => CountingTopology.Open(_directory.Path));
            exception.Message.ShouldContain(_directory.Path);
        }

        CountingTopology.Open(_directory.Path).Dispose();
    }

    [Fact]
    public void refuses_a_directory_made_for_something_else()
    {
        CountingTopology.Open(_directory.Path).Dispose();
        Topology other = new TopologyBuilder("count")
            .AddSource("words", CountingTopology.Input, SourceKind.Partitioned)
            .AddProcessor("other", () => new ScriptedProcessor((_, in _) => { }), ["words"], [], [])
            .Build();
        Refused("made with another topology 'count'", [other], CountingTopology.Topics());
        Refused("has the topology 'count', which was not given", [], CountingTopology.Topics());
        Refused("Topic 'words' has 2 partitions in the data directory, but 3 were given", [CountingTopology.Create()], CountingTopology.Topics(3));
        Refused("has the topic 'counts', which was not given", [CountingTopology.Create()], [new(CountingTopology.Input, 2)]);
        Refused("has the topic 'words', which was not given", [], [new(CountingTopology.Output, 2)]);
        Refused("topic 'words' was given twice", [], [new(CountingTopology.Input, 2), new(CountingTopology.Input, 2)]);
        Refused("must have 1 to 4096", [], [new(CountingTopology.Input, 0)]);
    }

    [Fact]
    public void refuses_topologies_and_topics_that_do_not_fit_together()
    {
        Refused("names the topic 'counts', which was not given", [CountingTopology.Create()], [new(CountingTopology.Input, 2)]);
        Topology broadcast = new TopologyBuilder("b")
            .AddSource("a", "a", SourceKind.Broadcast)
            .AddProcessor("p", () => new ScriptedProcessor((_, in _) => { }), ["a"], [], [])
            .Build(1);
        Refused("broadcasts topic 'a', which has 2 partitions; it must have 1", [broadcast], [new("a", 2)]);
        Topology uneven = new TopologyBuilder("u")
            .AddSource("a", "a", SourceKind.Partitioned)
            .AddSource("b", "b", SourceKind.Partitioned)
            .AddProcessor("p", () => new ScriptedProcessor((_, in _) => { }), ["a", "b"], [], [])
            .Build();
        Refused("reads topics of 2 and of 3 partitions ('b')", [uneven], [new("a", 2), new("b", 3)]);
        Refused("retention", [], [new("a", 1, TimeSpan.FromSeconds(-1))]);
    }

    [Fact]
    public void lets_topologies_and_topics_be_added()
    {
        using (EmbeddedEngine engine = CountingTopology.Open(_directory.Path))
        {
            engine.Append(CountingTopology.Input, CountingTopology.Words("a", "b"), 1000);
            engine.RunUntilIdle(1000);
        }

        var seen = new List<string>();
        Topology late = new TopologyBuilder("late")
            .AddSource("counts", CountingTopology.Output, SourceKind.Partitioned)
            .AddSink("more", "more")
            .AddProcessor("see", () => new ScriptedProcessor((_, in record) => seen.Add(Encoding.UTF8.GetString(record.Key))), ["counts"], [], ["more"])
            .Build();
        TopicSettings[] topics = [.. CountingTopology.Topics(), new("more", 3)];
        for (int start = 0; start < 2; start++)
        {
            using EmbeddedEngine engine = EmbeddedEngine.Open(
                CountingTopology.Options(_directory.Path), [late, CountingTopology.Create()], topics, new PhysicalFileSystem(), TimeProvider.System);
            engine.RunUntilIdle(2000);
            CountingTopology.CountOf(engine, "a").ShouldBe(1);
            // It begins with what is kept, and reads it once.
            seen.Order(StringComparer.Ordinal).ShouldBe(["a", "b"]);
        }
    }

    [Fact]
    public void gives_a_broadcast_to_every_task_and_feeds_to_one()
    {
        var seen = new List<string>();
        Topology topology = new TopologyBuilder("mixed")
            .AddSource("settings", "settings", SourceKind.Broadcast)
            .AddFeed("file")
            .AddProcessor(
                "see",
                () => new ScriptedProcessor((context, in record) => seen.Add(
                    $"{context.Task} {record.Source}-{record.Partition}@{record.Offset} {Encoding.UTF8.GetString(record.Value)}{(record.IsTombstone ? "gone" : "")}")),
                ["settings", "file"],
                [],
                [])
            .Build(2);
        using EmbeddedEngine engine = EmbeddedEngine.Open(
            CountingTopology.Options(_directory.Path), [topology], [new("settings", 1)], new PhysicalFileSystem(), TimeProvider.System);
        var batch = new RecordBatch();
        batch.Add("k"u8, "v"u8, 5);
        batch.AddTombstone("k"u8, 6);
        engine.Append("settings", batch, 1000);
        batch.Clear();
        batch.Add(default, "line"u8, 7, offset: 41);
        engine.FeedRecords("mixed", "file", 1, batch);
        engine.RunUntilIdle(1000);
        seen.Order(StringComparer.Ordinal).ShouldBe([
            "mixed-0 settings-0@0 v", "mixed-0 settings-0@1 gone", "mixed-1 file-1@41 line", "mixed-1 settings-0@0 v", "mixed-1 settings-0@1 gone"]);
        engine.InputPosition("mixed", "file", 1).ShouldBe(42);
        engine.InputPosition("mixed", "file", 0).ShouldBe(0);
        engine.InputPosition("mixed", "settings", 0).ShouldBe(2);
        engine.StreamTime("mixed", 0).ShouldBe(6);
        engine.StreamTime("mixed", 1).ShouldBe(7);
        Should.Throw<ArgumentException>(() => engine.FeedRecords("mixed", "settings", 0, batch)).Message.ShouldContain("append to the topic");
    }

    [Fact]
    public void writes_the_same_log_with_any_number_of_workers()
    {
        byte[][] logs = new byte[2][];
        for (int run = 0; run < 2; run++)
        {
            string directory = Path.Combine(_directory.Path, $"run{run}");
            EmbeddedOptions options = CountingTopology.Options(directory) with { Workers = run == 0 ? 1 : 4, MaxRecordsPerTaskPerStep = 50 };
            using (EmbeddedEngine engine = CountingTopology.Open(options, CountingTopology.Topics(8)))
            {
                for (int batch = 0; batch < 20; batch++)
                {
                    engine.Append(CountingTopology.Input, CountingTopology.Words([.. Enumerable.Range(0, 300).Select(word => $"w{word % 37}")]), batch);
                    engine.Step(batch);
                }

                engine.RunUntilIdle(50);
            }

            logs[run] = File.ReadAllBytes(Directory.GetFiles(Path.Combine(directory, "log")).Single());
        }

        logs[0].AsSpan().SequenceEqual(logs[1]).ShouldBeTrue();
    }

    [Fact]
    public void reads_topics_back_from_any_offset_across_segments()
    {
        EmbeddedOptions options = CountingTopology.Options(_directory.Path) with { SegmentBytes = 4 << 10 };
        using EmbeddedEngine engine = CountingTopology.Open(options, CountingTopology.Topics(1));
        for (int batch = 0; batch < 50; batch++)
        {
            engine.Append(CountingTopology.Input, CountingTopology.Words([.. Enumerable.Range(0, 20).Select(word => $"{batch}.{word}")]), 1000);
        }

        Directory.GetFiles(Path.Combine(_directory.Path, "log")).Length.ShouldBeGreaterThan(3);
        foreach (long from in new long[] { 0, 1, 19, 20, 517, 999, 1000 })
        {
            TopicRecord[] records = [.. engine.ReadTopic(CountingTopology.Input, 0, from)];
            records.Length.ShouldBe((int)(1000 - from));
            for (int index = 0; index < records.Length; index++)
            {
                long offset = from + index;
                records[index].Offset.ShouldBe(offset);
                Encoding.UTF8.GetString(records[index].Key).ShouldBe($"{offset / 20}.{offset % 20}");
            }
        }

        engine.EndOffset(CountingTopology.Input, 0).ShouldBe(1000);
        engine.StartOffset(CountingTopology.Input, 0).ShouldBe(0);
        Should.Throw<ArgumentException>(() => engine.EndOffset("none", 0)).Message.ShouldContain("no topic 'none'");
        Should.Throw<ArgumentException>(() => engine.EndOffset(CountingTopology.Input, 1)).Message.ShouldContain("partitions 0 to 0");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2000)]
    [InlineData(1 << 26)]
    public void counts_the_same_from_memory_and_from_disk(long cacheBytes)
    {
        EmbeddedOptions options = CountingTopology.Options(_directory.Path) with
        {
            TailCacheBytes = cacheBytes,
            MaxRecordsPerTaskPerStep = 7,
            SegmentBytes = 4 << 10,
        };
        using EmbeddedEngine engine = CountingTopology.Open(options);
        for (int batch = 0; batch < 60; batch++)
        {
            engine.Append(CountingTopology.Input, CountingTopology.Words([.. Enumerable.Range(0, 20).Select(word => $"w{word}")]), 1000);
        }

        engine.RunUntilIdle(1000).Records.ShouldBe(1200);
        Enumerable.Range(0, 20).ShouldAllBe(word => CountingTopology.CountOf(engine, $"w{word}") == 60);
        (engine.Statistics.BytesReadByTasks > 0).ShouldBe(cacheBytes < 1 << 20);
    }

    [Fact]
    public void checks_its_options()
    {
        EmbeddedOptions options = CountingTopology.Options(_directory.Path);
        Should.Throw<ArgumentException>(() => CountingTopology.Open(options with { Workers = 0 })).Message.ShouldContain("Workers is 0; it must be 1 to 256");
        Should.Throw<ArgumentException>(() => CountingTopology.Open(options with { SegmentBytes = 5 })).Message.ShouldContain("SegmentBytes is 5");
        Should.Throw<ArgumentException>(() => CountingTopology.Open(options with { PunctuateEvery = TimeSpan.Zero })).Message.ShouldContain("PunctuateEvery");
        Should.Throw<ArgumentException>(() => CountingTopology.Open(options with { Directory = " " }));
    }

    private void Refused(string why, Topology[] topologies, TopicSettings[] topics) =>
        Should.Throw<TopologyException>(() => EmbeddedEngine.Open(
                CountingTopology.Options(_directory.Path), topologies, topics, new PhysicalFileSystem(), TimeProvider.System))
            .Message.ShouldContain(why);
}
