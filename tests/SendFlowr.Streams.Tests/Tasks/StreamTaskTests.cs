using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Tests.Support;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Tests.Tasks;

public class StreamTaskTests
{
    [Fact]
    public void rolls_back_positions_stream_time_and_outputs_with_its_tables()
    {
        StreamTask task = Create((context, in record) =>
        {
            context.StreamTimeMilliseconds.ShouldBe(record.TimestampMilliseconds, "stream time includes the record being processed");
            context.Table("rows").Put(default, record.Value);
            context.Sink("out").Send(3, record.Key, record.Value, 1);
        });
        task.Process(0, Record(offset: 4, timestamp: 100));
        task.Publish();
        task.Process(0, Record(offset: 5, timestamp: 200));
        task.Buffer.Records.ShouldBe(1);
        task.StreamTime.ShouldBe(200);
        task.Abort();
        task.Current.Positions[0].ShouldBe(5);
        task.StreamTime.ShouldBe(100);
        task.Buffer.Records.ShouldBe(0);
        task.Buffer.Used.ShouldBeEmpty();
    }

    [Fact]
    public void gives_a_record_to_every_processor_of_its_source_in_order()
    {
        var calls = new List<string>();
        Topology topology = new TopologyBuilder("t")
            .AddFeed("a")
            .AddFeed("b")
            .AddProcessor("one", () => new ScriptedProcessor((_, in _) => calls.Add("one")), ["a", "b"], [], [])
            .AddProcessor("two", () => new ScriptedProcessor((_, in _) => calls.Add("two")), ["a"], [], [])
            .Build(1);
        var task = new StreamTask(topology, 0, 1, _ => 1);
        task.Start();
        task.Process(0, Record(0, 0));
        task.Process(1, Record(0, 0));
        calls.ShouldBe(["one", "two", "one"]);
    }

    [Fact]
    public void shows_a_processor_what_its_definition_lists_and_nothing_else()
    {
        Topology topology = new TopologyBuilder("t")
            .AddFeed("a")
            .AddTable("mine")
            .AddTable("other")
            .AddSink("out", "out")
            .AddProcessor("one", () => new ScriptedProcessor((context, in _) => context.Table("other")), ["a"], ["mine"], [])
            .AddProcessor("two", () => new ScriptedProcessor((_, in _) => { }), ["a"], ["other"], ["out"])
            .Build(1);
        var task = new StreamTask(topology, 0, 1, _ => 1);
        task.Start();
        Should.Throw<TopologyException>(() => task.Process(0, Record(0, 0))).Message.ShouldContain("asks for the table 'other'");
    }

    [Fact]
    public void refuses_a_partition_that_the_topic_does_not_have()
    {
        StreamTask task = Create((context, in record) => context.Sink("out").Send(4, record.Key, record.Value, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => task.Process(0, Record(0, 0))).Message.ShouldContain("Topic 'out' has the partitions 0 to 3");
    }

    private static StreamTask Create(RecordAction process)
    {
        Topology topology = new TopologyBuilder("t")
            .AddFeed("a")
            .AddTable("rows")
            .AddSink("out", "out")
            .AddProcessor("p", () => new ScriptedProcessor(process), ["a"], ["rows"], ["out"])
            .Build(1);
        var task = new StreamTask(topology, 0, 1, _ => 4);
        task.Start();
        return task;
    }

    private static Record Record(long offset, long timestamp) => new()
    {
        Source = "a",
        Partition = 0,
        Offset = offset,
        TimestampMilliseconds = timestamp,
        Key = "k"u8,
        Value = "v"u8,
    };
}
