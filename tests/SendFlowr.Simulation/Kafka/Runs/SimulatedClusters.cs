using SendFlowr.Simulation.Driver;
using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>Makes the cluster of a run, with the topics of its plan.</summary>
internal static class SimulatedClusters
{
    /// <param name="kafka">The plan.</param>
    /// <param name="chances">What happens on the way.</param>
    /// <param name="random">The run's.</param>
    /// <param name="isQuiet">Whether nothing may happen on the way any more.</param>
    public static SimulatedCluster Create(KafkaPlan kafka, KafkaChances chances, Random random, Func<bool> isQuiet)
    {
        SimulationPlan plan = kafka.Plan;
        var settings = new ClusterSettings
        {
            MaxPollMilliseconds = 12_000,
            MarkerDelay = () => isQuiet() ? 1 : chances.DrawMarkerDelay(random),
            SyncDelay = () => random.Next(1, 200),
        };
        var wire = new Wire
        {
            Draw = kind => isQuiet() ? Fate.Answered : chances.DrawFate(random, kind),
            LateDelay = () => random.Next(3) == 0 ? random.Next(20_000) : random.Next(1, 1000),
            Linger = () => random.Next(2) == 0 ? random.Next(200) : null,
            FetchLimit = () => isQuiet() ? int.MaxValue : random.Next(6) == 0 ? 0 : random.Next(1, 40),
        };
        var cluster = new SimulatedCluster(settings, wire, plan.StartMilliseconds);
        foreach (TopicSettings topic in plan.Topics)
        {
            cluster.CreateTopic(topic.Name, topic.Partitions);
        }

        foreach (IGrouping<string, ScriptRecord> feed in plan.Script.GroupBy(kafka.TopicOf).Where(topic => kafka.IsFeed(topic.Key)))
        {
            cluster.CreateTopic(feed.Key, feed.Max(record => record.Partition) + 1);
        }

        foreach (Topology topology in plan.Topologies.Where(topology => topology.Tables.Count > 0))
        {
            string source = topology.Sources.First(it => it.Kind == SourceKind.Partitioned).Topic;
            cluster.CreateTopic(new TopicNaming(KafkaSimulationRun.Prefix).ChangelogOf(topology), cluster.PartitionCount(source)!.Value);
        }

        if (kafka.HasStandbys)
        {
            cluster.CreateTopic(KafkaOutcome.Owners.Topic, 1);
        }

        return cluster;
    }
}
