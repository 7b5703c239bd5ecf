using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Person;

/// <summary>The topology that owns everything about a person; one task for each partition of the events.</summary>
public static class PersonTopology
{
    public const string Name = "person";

    internal const string HopsSource = "hops";
    internal const string LanesSource = "lanes";

    /// <param name="rules">Hot paths and breakers.</param>
    /// <param name="horizonMinutes">Length of the stretch after arrival in which engagement counts.</param>
    /// <param name="clocks">The clocks of people's habits.</param>
    public static Topology Build(SignalRules rules, int horizonMinutes, PersonClocks clocks) => Build(rules, horizonMinutes, clocks, RequestGuards.All);

    internal static Topology Build(SignalRules rules, int horizonMinutes, PersonClocks clocks, RequestGuards guards) => new TopologyBuilder(Name)
        .AddSource("events", TopicNames.Events, SourceKind.Partitioned)
        .AddSource("priors", TopicNames.Priors, SourceKind.Broadcast)
        .AddTable(PersonTables.Timing)
        .AddTable(PersonTables.Signals)
        .AddTable(PersonTables.Messages)
        .AddTable(PersonTables.Handoffs)
        .AddTable(PersonTables.Lanes)
        .AddTable(PersonTables.LanesDue)
        .AddTable(PersonTables.FeaturesDue)
        .AddTable(PersonTables.Task)
        .AddSink("features", TopicNames.Features)
        .AddSink("sums", TopicNames.Sums)
        .AddProcessor(
            "events",
            () => new EventProcessor(rules),
            sources: ["events"],
            tables:
            [
                PersonTables.Timing, PersonTables.Signals, PersonTables.Messages, PersonTables.Handoffs, PersonTables.Lanes, PersonTables.LanesDue,
                PersonTables.FeaturesDue, PersonTables.Task, RequestTables.PendingOf, RequestTables.ReplansDue,
            ],
            sinks: [])
        .AddProcessor(
            "learning",
            () => new LearningProcessor(clocks, horizonMinutes),
            sources: ["priors"],
            tables: [PersonTables.Timing, PersonTables.Task],
            sinks: ["sums"])
        .AddProcessor(
            "features",
            () => new FeaturesProcessor(clocks),
            sources: ["priors"],
            tables: [PersonTables.Timing, PersonTables.FeaturesDue, PersonTables.Task],
            sinks: ["features"])
        .AddProcessor(
            "lanes",
            () => new LaneReporter(),
            sources: ["priors"],
            tables: [PersonTables.Lanes, PersonTables.LanesDue],
            sinks: ["sums"])
        .AddRequests(rules, horizonMinutes, clocks, guards)
        .Build();

    /// <summary>The life of requests beside the rings and signals of their people.</summary>
    private static TopologyBuilder AddRequests(
        this TopologyBuilder builder, SignalRules rules, int horizonMinutes, PersonClocks clocks, RequestGuards guards) => builder
        .AddSource("requests", TopicNames.PersonRequests, SourceKind.Partitioned)
        .AddSource(HopsSource, TopicNames.PersonHops, SourceKind.Partitioned)
        .AddSource(LanesSource, TopicNames.Lanes, SourceKind.Broadcast)
        .AddTable(RequestTables.Home)
        .AddTable(RequestTables.SettledDays)
        .AddTable(RequestTables.Pending)
        .AddTable(RequestTables.PendingOf)
        .AddTable(RequestTables.ReplansDue)
        .AddTable(RequestTables.LaneEstimates)
        .AddSink("requests", TopicNames.PersonRequests)
        .AddSink("hops", TopicNames.PersonHops)
        .AddSink("decisions", TopicNames.Decisions)
        .AddSink("triggers", TopicNames.Triggers)
        .AddSink("deadletters", TopicNames.DeadLetters)
        .AddProcessor(
            "request-home",
            () => new HomeProcessor(guards),
            sources: ["requests"],
            tables: [RequestTables.Home, RequestTables.SettledDays],
            sinks: ["hops", "deadletters"])
        .AddProcessor(
            "requests",
            () => new PendingProcessor(rules, horizonMinutes, clocks, guards),
            sources: [HopsSource, LanesSource, "priors"],
            tables:
            [
                PersonTables.Timing, PersonTables.Signals, PersonTables.Task, RequestTables.Pending, RequestTables.PendingOf,
                RequestTables.ReplansDue, RequestTables.LaneEstimates,
            ],
            sinks: ["requests", "decisions", "triggers"]);
}
