using System.Buffers;
using System.Text;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Pipeline.Bench;

namespace SendFlowr.Pipeline.Tests.Bench;

public sealed class SyntheticFeedTests
{
    private const int Events = 2_000;

    private static string Text(long people, ulong seed)
    {
        SyntheticFeed feed = new(people, seed);
        ArrayBufferWriter<byte> output = new();
        for (int i = 0; i < Events; i++)
        {
            feed.WriteLine(output, i, Events);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Fact]
    public void the_same_seed_gives_the_same_bytes() => Text(50, 7).ShouldBe(Text(50, 7));

    [Fact]
    public void another_seed_gives_others() => Text(50, 8).ShouldNotBe(Text(50, 7));

    [Fact]
    public void every_line_is_an_event_that_the_canonical_connector_accepts()
    {
        IEventMapper mapper = new MapperFactory(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions()).CreateJson();
        Sink sink = new();
        foreach (string line in Text(50, 7).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            mapper.Map(Encoding.UTF8.GetBytes(line), 1_800_000_000_000, sink);
        }

        sink.Rejected.ShouldBeEmpty();
        sink.Events.ShouldBe(Events);
        sink.Types.Count.ShouldBe(8);
    }

    private sealed class Sink : IMappingSink
    {
        public int Events { get; private set; }

        public HashSet<string> Types { get; } = [];

        public List<string> Rejected { get; } = [];

        public void OnEvent(in MappedEvent mapped)
        {
            Events++;
            Types.Add(mapped.Event.EventType);
        }

        public void OnIgnored(int index) => Rejected.Add("ignored");

        public void OnRejected(in Rejection rejection) => Rejected.Add(rejection.Detail);
    }
}
