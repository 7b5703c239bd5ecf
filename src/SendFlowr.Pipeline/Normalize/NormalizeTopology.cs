using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>The topology that turns documents of a feed into events or dead letters. It keeps nothing.</summary>
public static class NormalizeTopology
{
    public const string Name = "normalize";

    /// <summary>Name of the feed that documents are handed to.</summary>
    public const string Feed = "documents";

    /// <summary>Tasks, so that a file can be mapped by several threads. Documents may go to any of them.</summary>
    public const int Tasks = 4;

    public static Topology Build(Func<IProcessor> create) => new TopologyBuilder(Name)
        .AddFeed(Feed)
        .AddSink("events", TopicNames.Events)
        .AddSink("deadletters", TopicNames.DeadLetters)
        .AddProcessor("map", create, sources: [Feed], tables: [], sinks: ["events", "deadletters"])
        .Build(Tasks);
}
