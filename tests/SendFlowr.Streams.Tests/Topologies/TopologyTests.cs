using SendFlowr.Streams.Tests.Support;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Tests.Topologies;

public class TopologyTests
{
    private static readonly Func<IProcessor> Nothing = () => new ScriptedProcessor((_, in _) => { });

    [Fact]
    public void describes_itself_in_a_stable_text()
    {
        Topology topology = new TopologyBuilder("person")
            .AddSource("events", "sendflowr.events", SourceKind.Partitioned)
            .AddSource("priors", "sendflowr.priors", SourceKind.Broadcast)
            .AddFeed("file")
            .AddTable("regions")
            .AddTable("priors")
            .AddSink("decisions", "sendflowr.decisions")
            .AddProcessor("signals", Nothing, ["events", "file"], ["regions", "priors"], ["decisions"])
            .AddProcessor("priors", Nothing, ["priors"], ["priors"], [])
            .Build();

        topology.Describe().ShouldBe("""
            topology person
              source events <- sendflowr.events
              source priors <- sendflowr.priors (broadcast)
              source file (feed)
              table regions
              table priors
              processor signals
                reads   events, file
                tables  regions, priors
                writes  decisions
              processor priors
                reads   priors
                tables  priors
              sink decisions -> sendflowr.decisions

            """.ReplaceLineEndings("\n"));
        topology.Hash.ShouldBe(0xd6c0edf85501533eUL);
    }

    [Fact]
    public void has_another_hash_when_anything_differs()
    {
        ulong one = new TopologyBuilder("t").AddFeed("a").AddProcessor("p", Nothing, ["a"], [], []).Build(1).Hash;
        ulong two = new TopologyBuilder("t").AddFeed("a").AddProcessor("p", Nothing, ["a"], [], []).Build(2).Hash;
        ulong other = new TopologyBuilder("t").AddFeed("b").AddProcessor("p", Nothing, ["b"], [], []).Build(1).Hash;
        new[] { one, two, other }.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void refuses_what_cannot_run_and_says_why()
    {
        Refused("source 'a' is there twice", builder => builder.AddFeed("a").AddFeed("a"));
        Refused("topic read by a source 't' is there twice", builder => builder
            .AddSource("x", "t", SourceKind.Broadcast).AddSource("y", "t", SourceKind.Broadcast));
        Refused("names the unknown source 'b'", builder => builder.AddFeed("a").AddProcessor("p", Nothing, ["a", "b"], [], []));
        Refused("names the unknown table 't'", builder => builder.AddFeed("a").AddProcessor("p", Nothing, ["a"], ["t"], []));
        Refused("names the unknown sink 's'", builder => builder.AddFeed("a").AddProcessor("p", Nothing, ["a"], [], ["s"]));
        Refused("table 't' is used by no processor", builder => builder.AddTable("t").AddFeed("a").AddProcessor("p", Nothing, ["a"], [], []));
        Refused("sink 's' is used by no processor", builder => builder
            .AddSink("s", "t").AddFeed("a").AddProcessor("p", Nothing, ["a"], [], []));
        Refused("source 'b' is used by no processor", builder => builder
            .AddFeed("a").AddFeed("b").AddProcessor("p", Nothing, ["a"], [], []));
        Refused("reads no source", builder => builder.AddFeed("a").AddProcessor("p", Nothing, ["a"], [], []).AddProcessor("q", Nothing, [], [], []));
        Refused("0 processors", _ => { });
        Refused("name 'a b' is not legal", builder => builder.AddTable("a b"));
    }

    [Fact]
    public void takes_the_number_of_tasks_from_its_topics_or_from_its_builder()
    {
        TopologyBuilder feed = new TopologyBuilder("t").AddFeed("a").AddProcessor("p", Nothing, ["a"], [], []);
        Should.Throw<TopologyException>(() => feed.Build()).Message.ShouldContain("give partitions to Build");
        Should.Throw<TopologyException>(() => feed.Build(0)).Message.ShouldContain("must be 1 to 4096");
        TopologyBuilder topic = new TopologyBuilder("t")
            .AddSource("a", "t", SourceKind.Partitioned).AddProcessor("p", Nothing, ["a"], [], []);
        Should.Throw<TopologyException>(() => topic.Build(3)).Message.ShouldContain("leave it out");
    }

    private static void Refused(string why, Action<TopologyBuilder> add)
    {
        TopologyException exception = Should.Throw<TopologyException>(() =>
        {
            var builder = new TopologyBuilder("t");
            add(builder);
            builder.Build(1);
        });
        exception.Message.ShouldContain(why);
    }
}
