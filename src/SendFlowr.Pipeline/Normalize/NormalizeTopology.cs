using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>
/// The topology that turns documents of a feed into events, takes requests in, and makes dead letters of what is neither. It keeps nothing.
/// One task for each partition of the requests; documents may go to any of them.
/// </summary>
public static class NormalizeTopology
{
    public const string Name = "normalize";

    /// <summary>Name of the feed that documents are handed to.</summary>
    public const string Feed = "documents";

    /// <param name="createMap">Makes the processor of documents.</param>
    /// <param name="createIntake">Makes the processor of requests.</param>
    public static Topology Build(Func<IProcessor> createMap, Func<IProcessor> createIntake) => new TopologyBuilder(Name)
        .AddFeed(Feed)
        .AddSource("requests", TopicNames.Requests, SourceKind.Partitioned)
        .AddSink("events", TopicNames.Events)
        .AddSink("requests", TopicNames.PersonRequests)
        .AddSink("deadletters", TopicNames.DeadLetters)
        .AddProcessor("map", createMap, sources: [Feed], tables: [], sinks: ["events", "deadletters"])
        .AddProcessor("requests", createIntake, sources: ["requests"], tables: [], sinks: ["requests", "deadletters"])
        .Build();
}
