using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Embedded;

/// <summary>Holds what is to run against what the data directory was made for. New topics and topologies are added at the end.</summary>
internal static class CatalogMerge
{
    private const int MaxTopics = 4096;

    /// <exception cref="TopologyException">The two do not fit together; the text says what to do.</exception>
    public static LogCatalog Merge(LogCatalog stored, IReadOnlyList<Topology> topologies, IReadOnlyList<TopicSettings> topics)
    {
        CheckTopics(topics);
        CheckUnique("topology", topologies.Select(topology => topology.Name));
        var mergedTopics = new List<CatalogTopic>(stored.Topics);
        foreach (TopicSettings topic in topics)
        {
            MergeTopic(mergedTopics, topic);
        }

        foreach (CatalogTopic old in stored.Topics)
        {
            if (!topics.Any(topic => topic.Name == old.Name))
            {
                throw new TopologyException(
                    $"The data directory has the topic '{old.Name}', which was not given. Give it, or use another data directory.");
            }
        }

        var mergedTopologies = new List<CatalogTopology>(stored.Topologies);
        foreach (Topology topology in topologies)
        {
            MergeTopology(mergedTopologies, topology, mergedTopics);
        }

        foreach (CatalogTopology old in stored.Topologies)
        {
            if (!topologies.Any(topology => topology.Name == old.Name))
            {
                throw new TopologyException(
                    $"The data directory has the topology '{old.Name}', which was not given. Give it, or use another data directory.");
            }
        }

        return new LogCatalog(mergedTopics, mergedTopologies);
    }

    private static void CheckTopics(IReadOnlyList<TopicSettings> topics)
    {
        CheckUnique("topic", topics.Select(topic => topic.Name));
        if (topics.Count > MaxTopics)
        {
            throw new TopologyException($"{topics.Count} topics were given; the limit is {MaxTopics}.");
        }

        foreach (TopicSettings topic in topics)
        {
            if (topic.Partitions is < 1 or > TopologyBuilder.MaxPartitions)
            {
                throw new TopologyException(
                    $"Topic '{topic.Name}' has {topic.Partitions} partitions; it must have 1 to {TopologyBuilder.MaxPartitions}.");
            }

            if (topic.Retention < TimeSpan.Zero)
            {
                throw new TopologyException($"Topic '{topic.Name}' has the retention {topic.Retention}; it must not be negative.");
            }
        }
    }

    private static void CheckUnique(string kind, IEnumerable<string> names)
    {
        string? twice = names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new TopologyException($"The {kind} '{twice}' was given twice; names must differ.");
        }
    }

    private static void MergeTopic(List<CatalogTopic> merged, TopicSettings topic)
    {
        CatalogTopic? old = merged.Find(candidate => candidate.Name == topic.Name);
        if (old is null)
        {
            merged.Add(new CatalogTopic(topic.Name, topic.Partitions));
        }
        else if (old.Partitions != topic.Partitions)
        {
            throw new TopologyException(
                $"Topic '{topic.Name}' has {old.Partitions} partitions in the data directory, but {topic.Partitions} were given. "
                + "The number is fixed: give the old one, or ingest into a new data directory.");
        }
    }

    private static void MergeTopology(List<CatalogTopology> merged, Topology topology, List<CatalogTopic> topics)
    {
        int partitions = PartitionsOf(topology, topics);
        CatalogTopology? old = merged.Find(candidate => candidate.Name == topology.Name);
        if (old is null)
        {
            IReadOnlyList<string> sources = [.. topology.Sources.Select(source => source.Name)];
            merged.Add(new CatalogTopology(topology.Name, topology.Hash, partitions, sources, topology.Tables));
        }
        else if (old.Hash != topology.Hash || old.Partitions != partitions)
        {
            throw new TopologyException(
                $"The data directory was made with another topology '{topology.Name}' "
                + $"(hash {old.Hash:x16} with {old.Partitions} tasks, now {topology.Hash:x16} with {partitions}). "
                + "Run the version that made it, or ingest into a new data directory.");
        }
    }

    private static int PartitionsOf(Topology topology, List<CatalogTopic> topics)
    {
        int? partitions = topology.Partitions;
        foreach (SourceDefinition source in topology.Sources.Where(source => source.Kind != SourceKind.Feed))
        {
            CatalogTopic topic = Find(topology, $"source '{source.Name}'", source.Topic, topics);
            if (source.Kind == SourceKind.Broadcast && topic.Partitions != 1)
            {
                throw new TopologyException(
                    $"Topology '{topology.Name}' broadcasts topic '{topic.Name}', which has {topic.Partitions} partitions; it must have 1.");
            }

            if (source.Kind == SourceKind.Partitioned && (partitions ??= topic.Partitions) != topic.Partitions)
            {
                throw new TopologyException(
                    $"Topology '{topology.Name}' reads topics of {partitions} and of {topic.Partitions} partitions ('{topic.Name}'); "
                    + "the topics of its partitioned sources must have the same number.");
            }
        }

        foreach (SinkDefinition sink in topology.Sinks)
        {
            Find(topology, $"sink '{sink.Name}'", sink.Topic, topics);
        }

        return partitions!.Value;
    }

    private static CatalogTopic Find(Topology topology, string user, string topic, List<CatalogTopic> topics) =>
        topics.Find(candidate => candidate.Name == topic)
        ?? throw new TopologyException(
            $"The {user} of topology '{topology.Name}' names the topic '{topic}', which was not given. Add it to the topics, or correct the name.");
}
