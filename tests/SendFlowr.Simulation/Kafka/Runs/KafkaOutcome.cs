using System.Buffers.Binary;
using SendFlowr.Simulation.Driver;
using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>Reads back what a run left, in the terms of the embedded driver: positions and ends count the records that readers get.</summary>
internal static class KafkaOutcome
{
    private const byte StateKey = byte.MaxValue;

    /// <exception cref="SimulationFailedException">A task is nowhere or twice, or its tables are not what its changelog says.</exception>
    public static SimulationOutcome Capture(KafkaSimulationRun run, KafkaPlan kafka)
    {
        SimulationPlan plan = kafka.Plan;
        var tables = new SortedDictionary<string, SortedDictionary<string, byte[]>>(StringComparer.Ordinal);
        var positions = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var times = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (Topology topology in plan.Topologies.Where(topology => topology.Tables.Count > 0))
        {
            string changelog = new TopicNaming(KafkaSimulationRun.Prefix).ChangelogOf(topology);
            for (int partition = 0; partition < run.Cluster.PartitionCount(changelog); partition++)
            {
                var task = new TaskId(topology.Name, partition);
                SentRecord[] changes = [.. run.Cluster.Log(new TopicPartition(changelog, partition)).Visible()];
                AddTables(tables, run, topology, task, changes);
                AddState(positions, times, run.Cluster, topology, task, changes);
            }
        }

        AddPositionsWithoutTables(positions, run.Cluster, kafka);
        var topics = new Dictionary<(string, int), IReadOnlyList<TopicRecord>>();
        foreach (TopicSettings topic in plan.Topics)
        {
            for (int partition = 0; partition < topic.Partitions; partition++)
            {
                topics.Add((topic.Name, partition), [.. run.Cluster.Log(new TopicPartition(topic.Name, partition)).Visible()
                    .Select((record, index) => new TopicRecord(index, record.TimestampMilliseconds, record.Key, record.Value, 0))]);
            }
        }

        return new SimulationOutcome
        {
            Tables = tables,
            Positions = positions,
            StreamTimes = times,
            Topics = topics,
            EndOffsets = topics.ToDictionary(topic => topic.Key, topic => (long)topic.Value.Count),
            DropsRecords = false,
            SentTwice = false,
        };
    }

    private static void AddTables(
        SortedDictionary<string, SortedDictionary<string, byte[]>> tables, KafkaSimulationRun run, Topology topology, TaskId task, SentRecord[] changes)
    {
        StreamWorker[] owners = [.. run.Machines.Select(machine => machine.Worker!).Where(worker => worker.Tasks.Contains(task))];
        if (owners.Length != 1)
        {
            throw new SimulationFailedException($"{owners.Length} workers have the task {task}.");
        }

        for (int number = 0; number < topology.Tables.Count; number++)
        {
            SortedDictionary<string, byte[]> rows = Rows(owners[0].Find(task, topology.Tables[number])!);
            SortedDictionary<string, byte[]> changed = RowsOf(changes, (byte)number);
            string? different = rows.Keys.Union(changed.Keys).FirstOrDefault(key =>
                !rows.TryGetValue(key, out byte[]? row) || !changed.TryGetValue(key, out byte[]? other) || !row.AsSpan().SequenceEqual(other));
            if (different is not null)
            {
                throw new SimulationFailedException($"Table {task}/{topology.Tables[number]}, row {different}: not what the changelog says.");
            }

            tables.Add($"{task}/{topology.Tables[number]}", rows);
        }
    }

    private static SortedDictionary<string, byte[]> Rows(IReadOnlyTable table)
    {
        var rows = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        TableCursor cursor = default;
        while (table.Scan(ref cursor, 100, (key, row) => rows.Add($"{key.High:x16}{key.Low:x16}", row.ToArray())))
        {
        }

        return rows;
    }

    private static SortedDictionary<string, byte[]> RowsOf(IEnumerable<SentRecord> changes, byte table)
    {
        var rows = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (SentRecord change in changes.Where(change => change.Key.Length > 1 && change.Key[0] == table))
        {
            RowKey key = RowKey.Read(change.Key.AsSpan(1));
            if (change.Value is null)
            {
                rows.Remove($"{key.High:x16}{key.Low:x16}");
            }
            else
            {
                rows[$"{key.High:x16}{key.Low:x16}"] = change.Value;
            }
        }

        return rows;
    }

    /// <summary>The changelog's newest state: version, hash, stream time, last punctuation, and the position of each source.</summary>
    private static void AddState(
        SortedDictionary<string, long> positions,
        SortedDictionary<string, long> times,
        SimulatedCluster cluster,
        Topology topology,
        TaskId task,
        SentRecord[] changes)
    {
        const int timeAt = 1 + sizeof(ulong);
        const int positionsAt = timeAt + sizeof(long) + sizeof(long) + sizeof(int);
        byte[]? state = changes.LastOrDefault(change => change.Key is [StateKey])?.Value;
        times.Add(task.ToString(), state is null ? -1 : BinaryPrimitives.ReadInt64LittleEndian(state.AsSpan(timeAt)));
        for (int index = 0; index < topology.Sources.Count; index++)
        {
            SourceDefinition source = topology.Sources[index];
            long offset = state is null ? 0 : BinaryPrimitives.ReadInt64LittleEndian(state.AsSpan(positionsAt + (sizeof(long) * index)));
            PartitionLog log = cluster.Log(new TopicPartition(source.Topic, source.Kind == SourceKind.Broadcast ? 0 : task.Partition));
            positions.Add($"{task}/{source.Name}", VisibleBefore(log, offset));
        }
    }

    /// <summary>Without tables, the group's offsets are all there is.</summary>
    private static void AddPositionsWithoutTables(SortedDictionary<string, long> positions, SimulatedCluster cluster, KafkaPlan kafka)
    {
        foreach (Topology topology in kafka.Plan.Topologies.Where(topology => topology.Tables.Count == 0))
        {
            foreach (SourceDefinition source in topology.Sources)
            {
                string topic = source.Kind == SourceKind.Feed
                    ? kafka.Feeds.First(feed => feed.Topology == topology.Name && feed.Source == source.Name).Topic
                    : source.Topic;
                for (int partition = 0; partition < cluster.PartitionCount(topic); partition++)
                {
                    TopicPartition place = new(topic, partition);
                    long offset = cluster.Groups.Group(KafkaSimulationRun.Group).Offsets.GetValueOrDefault(place);
                    positions.Add($"{new TaskId(topology.Name, partition)}/{source.Name}", VisibleBefore(cluster.Log(place), offset));
                }
            }
        }
    }

    private static long VisibleBefore(PartitionLog log, long offset)
    {
        long visible = 0;
        for (long at = 0; at < offset; at++)
        {
            visible += log[at].State == EntryState.Visible ? 1 : 0;
        }

        return visible;
    }
}
