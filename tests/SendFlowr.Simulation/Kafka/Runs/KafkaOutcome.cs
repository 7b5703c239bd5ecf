using System.Buffers.Binary;
using SendFlowr.Simulation.Driver;
using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Standby;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>Reads back what a run left, in the terms of the embedded driver: positions and ends count the records that readers get.</summary>
internal static class KafkaOutcome
{
    /// <summary>Where workers say what they run, in a plan with standbys.</summary>
    public static readonly TopicPartition Owners = new(OwnerKeys.TopicOf(KafkaSimulationRun.Prefix), 0);

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
                if (kafka.HasStandbys)
                {
                    CheckStandbys(run, topology, task, changes);
                }

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
            SortedDictionary<string, byte[]> rows = Rows(owners[0].Find(task, out _)!.TableOf(topology.Tables[number]));
            Compare($"Table {task}/{topology.Tables[number]}", rows, RowsOf(changes, (byte)number));
            tables.Add($"{task}/{topology.Tables[number]}", rows);
        }
    }

    private static void Compare(string what, SortedDictionary<string, byte[]> rows, SortedDictionary<string, byte[]> changed)
    {
        string? different = rows.Keys.Union(changed.Keys).FirstOrDefault(key =>
            !rows.TryGetValue(key, out byte[]? row) || !changed.TryGetValue(key, out byte[]? other) || !row.AsSpan().SequenceEqual(other));
        if (different is not null)
        {
            throw new SimulationFailedException($"{what}, row {different}: not what the changelog says.");
        }
    }

    /// <summary>Who follows the task has its rows, and the newest record of its owner is of the machine that runs it.</summary>
    private static void CheckStandbys(KafkaSimulationRun run, Topology topology, TaskId task, SentRecord[] changes)
    {
        Machine owner = run.Machines.Single(machine => machine.Worker!.Tasks.Contains(task));
        SentRecord said = run.Cluster.Log(Owners).Visible().Last(record => record.Key.AsSpan().SequenceEqual(OwnerKeys.OfTask(task)));
        if (OwnerRecord.Read(said.Value).Instance != owner.Instance)
        {
            throw new SimulationFailedException($"The owners topic does not say that {owner.Instance} runs {task}.");
        }

        foreach (Machine machine in run.Machines.Where(machine => machine.Standbys is not null && machine != owner))
        {
            FollowedTask followed = machine.Standbys!.Find(task) ?? throw new SimulationFailedException($"{machine.Instance} does not follow {task}.");
            for (int number = 0; number < topology.Tables.Count; number++)
            {
                Compare($"Standby {task}/{topology.Tables[number]} on {machine.Instance}", Rows(followed.Task.TableOf(topology.Tables[number])), RowsOf(changes, (byte)number));
            }
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
                string? topic = source.Kind == SourceKind.Feed
                    ? kafka.Feeds.FirstOrDefault(feed => feed.Topology == topology.Name && feed.Source == source.Name)?.Topic
                    : source.Topic;
                for (int partition = 0; topic is not null && partition < cluster.PartitionCount(topic); partition++)
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
