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

    /// <summary>What workers promise.</summary>
    public DeliveryGuarantee Guarantee { get; init; }

    /// <summary>
    /// Workers are held up for moments only and their network is not cut, and none has the name of another: nobody goes on writing for longer than a
    /// session after it was put out.
    /// </summary>
    public bool EndsAreKnown { get; init; }

    /// <summary>Changes what was drawn for a run, so that more of one thing happens.</summary>
    public Func<KafkaChances, KafkaChances> Adjust { get; init; } = static chances => chances;

    /// <summary>How long the clocks of machines differ at most.</summary>
    public int MaxSkewMilliseconds { get; init; } = 5000;

    /// <summary>How much faster than the cluster's the clocks of machines go, 1 or more: windows of hours pass in a run of a minute.</summary>
    public int ClockFactor { get; init; } = 1;

    /// <summary>How long machines go on when all is processed and nothing fails any more, by the cluster's clock.</summary>
    public long ConcludingMilliseconds { get; init; }

    /// <summary>What a machine's clock says without its own skew.</summary>
    public long ClockAt(long clusterMilliseconds) => Plan.StartMilliseconds + (ClockFactor * (clusterMilliseconds - Plan.StartMilliseconds));

    public bool IsFeed(string topic) => Feeds.Any(feed => feed.Topic == topic);

    /// <summary>The topic that a record of the script goes to.</summary>
    public string TopicOf(ScriptRecord record) =>
        record.Topology is null ? record.Name : Feeds.First(feed => feed.Topology == record.Topology && feed.Source == record.Name).Topic;
}
