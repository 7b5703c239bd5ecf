using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Person;

/// <summary>The topology that owns everything about a person; one task for each partition of the events.</summary>
public static class PersonTopology
{
    public const string Name = "person";

    public static Topology Build(SignalRules rules) => new TopologyBuilder(Name)
        .AddSource("events", TopicNames.Events, SourceKind.Partitioned)
        .AddSource("priors", TopicNames.Priors, SourceKind.Broadcast)
        .AddTable(PersonTables.Timing)
        .AddTable(PersonTables.Signals)
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
                PersonTables.Timing, PersonTables.Signals, PersonTables.Handoffs, PersonTables.Lanes, PersonTables.LanesDue,
                PersonTables.FeaturesDue, PersonTables.Task,
            ],
            sinks: [])
        .AddProcessor(
            "learning",
            () => new LearningProcessor(),
            sources: ["priors"],
            tables: [PersonTables.Timing, PersonTables.Task],
            sinks: ["sums"])
        .AddProcessor(
            "features",
            () => new FeaturesProcessor(),
            sources: ["priors"],
            tables: [PersonTables.Timing, PersonTables.FeaturesDue, PersonTables.Task],
            sinks: ["features"])
        .AddProcessor(
            "lanes",
            () => new LaneReporter(),
            sources: ["priors"],
            tables: [PersonTables.Lanes, PersonTables.LanesDue],
            sinks: ["sums"])
        .Build();
}
