using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Tenant;

/// <summary>The topology of what is learned over all people: lanes and priors. One task.</summary>
public static class TenantTopology
{
    public const string Name = "tenant";

    /// <param name="personTasks">Number of tasks of the person topology; all of them answer each question.</param>
    /// <param name="clocks">Name of the clocks of people's habits.</param>
    public static Topology Build(int personTasks, string clocks) => new TopologyBuilder(Name)
        .AddSource("sums", TopicNames.Sums, SourceKind.Partitioned)
        .AddTable(TenantTables.Runs)
        .AddTable(TenantTables.Versions)
        .AddTable(TenantTables.Lanes)
        .AddSink("priors", TopicNames.Priors)
        .AddSink("lanes", TopicNames.Lanes)
        .AddProcessor(
            "priors",
            () => new PriorsProcessor(personTasks, clocks),
            sources: ["sums"],
            tables: [TenantTables.Runs, TenantTables.Versions],
            sinks: ["priors"])
        .AddProcessor(
            "lanes",
            () => new LaneProcessor(),
            sources: ["sums"],
            tables: [TenantTables.Lanes],
            sinks: ["lanes"])
        .Build();
}
