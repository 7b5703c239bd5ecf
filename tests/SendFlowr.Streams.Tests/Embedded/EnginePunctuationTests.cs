using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Tests.Support;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Tests.Embedded;

public sealed class EnginePunctuationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<long> _ticks = [];
    private Action<IProcessorContext, long> _onTick = (_, _) => { };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void punctuates_about_once_a_second_of_the_given_time()
    {
        using EmbeddedEngine engine = Open();
        foreach (long now in new long[] { 5000, 5001, 5999, 6000, 6500, 9000, 9999, 10_000 })
        {
            engine.Step(now);
        }

        _ticks.ShouldBe([5000, 6000, 9000, 10_000]);
        engine.Step(2000);
        engine.Step(2500);
        _ticks[^1].ShouldBe(2000, "a clock set back does not stop punctuations, and does not hasten them");
        _ticks.Count.ShouldBe(5);
    }

    [Fact]
    public void punctuates_again_at_once_while_that_is_asked_for()
    {
        int left = 3;
        _onTick = (context, _) =>
        {
            if (--left > 0)
            {
                context.RequestPunctuation();
            }
        };
        using EmbeddedEngine engine = Open();
        engine.RunUntilIdle(5000).Punctuations.ShouldBe(3);
        engine.RequestPunctuation();
        engine.Step(5001).Punctuations.ShouldBe(1);
        engine.Step(5002).Punctuations.ShouldBe(0);
    }

    [Fact]
    public void remembers_the_last_punctuation_that_changed_something()
    {
        _onTick = (context, now) => context.Table("rows").Put(default, BitConverter.GetBytes(now));
        using (EmbeddedEngine engine = Open())
        {
            engine.Step(5000).FrameBytes.ShouldBeGreaterThan(0);
        }

        using EmbeddedEngine again = Open();
        again.Step(5500);
        _ticks.ShouldBe([5000]);
    }

    [Fact]
    public void asks_again_for_a_punctuation_that_failed()
    {
        bool fails = true;
        _onTick = (_, _) =>
        {
            if (fails)
            {
                throw new InvalidOperationException("no.");
            }
        };
        using EmbeddedEngine engine = Open();
        TaskFailedException exception = Should.Throw<TaskFailedException>(() => engine.Step(5000));
        exception.FailedSource.ShouldBeNull();
        exception.Message.ShouldContain("Task ticking-0 failed in a punctuation: no.");
        fails = false;
        engine.Step(5001).Punctuations.ShouldBe(1);
    }

    [Fact]
    public void a_task_is_told_whether_it_has_read_all_that_waits()
    {
        List<bool> told = [];
        Topology topology = new TopologyBuilder("reading")
            .AddSource("input", "input", SourceKind.Partitioned)
            .AddFeed("file")
            .AddProcessor(
                "read",
                () => new ScriptedProcessor(
                    (context, in _) => context.IsCaughtUp.ShouldBeFalse("nobody knows while records are processed"),
                    (context, _) => told.Add(context.IsCaughtUp)),
                ["input", "file"],
                [],
                [])
            .Build();
        EmbeddedOptions options = CountingTopology.Options(_directory.Path) with { MaxRecordsPerTaskPerStep = 2 };
        using EmbeddedEngine engine = EmbeddedEngine.Open(options, [topology], [new TopicSettings("input", 1)], new PhysicalFileSystem(), TimeProvider.System);
        RecordBatch batch = new();
        for (int i = 0; i < 3; i++)
        {
            batch.Add([], [1], 1, i);
        }

        engine.Append("input", batch, 1000);
        engine.Step(1000);
        engine.Step(2000);
        told.ShouldBe([false, true], "two records of the topic, then the third");
        engine.FeedRecords("reading", "file", 0, batch);
        engine.Step(3000);
        engine.Step(4000);
        told.ShouldBe([false, true, false, true], "the same of a feed");
    }

    private EmbeddedEngine Open()
    {
        Topology topology = new TopologyBuilder("ticking")
            .AddFeed("file")
            .AddTable("rows")
            .AddProcessor("tick", () => new ScriptedProcessor((_, in _) => { }, Tick), ["file"], ["rows"], [])
            .Build(1);
        return EmbeddedEngine.Open(CountingTopology.Options(_directory.Path), [topology], [], new PhysicalFileSystem(), TimeProvider.System);
    }

    private void Tick(IProcessorContext context, long now)
    {
        context.NowMilliseconds.ShouldBe(now);
        _ticks.Add(now);
        _onTick(context, now);
    }
}
