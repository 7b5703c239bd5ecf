using SendFlowr.Simulation.Driver;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>What to simulate on a cluster.</summary>
/// <param name="Plan">Topologies, topics, script and auditor; what belongs to the embedded engine in it is for the undisturbed run only.</param>
internal sealed record KafkaPlan(SimulationPlan Plan)
{
    /// <summary>Topics that stand for the feeds of topologies; each has as many partitions as the script uses.</summary>
    public IReadOnlyList<FeedTopic> Feeds { get; init; } = [];

    /// <summary>What somebody outside may send at any time and any number of times, given the clock.</summary>
    public Func<long, ScriptRecord>? Nudge { get; init; }

    /// <summary>What is sent once, when everything is processed and nothing fails any more.</summary>
    public Func<long, ScriptRecord>? Conclude { get; init; }

    /// <summary>Machines follow what runs elsewhere, some of them, and workers say in the owners topic what they run.</summary>
    public bool HasStandbys { get; init; }

    /// <summary>How long the clocks of machines differ at most.</summary>
    public int MaxSkewMilliseconds { get; init; } = 5000;

    public bool IsFeed(string topic) => Feeds.Any(feed => feed.Topic == topic);

    /// <summary>The topic that a record of the script goes to.</summary>
    public string TopicOf(ScriptRecord record) =>
        record.Topology is null ? record.Name : Feeds.First(feed => feed.Topology == record.Topology && feed.Source == record.Name).Topic;
}
