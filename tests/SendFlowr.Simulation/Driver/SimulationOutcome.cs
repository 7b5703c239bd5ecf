using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Driver;

/// <summary>Everything a run left behind, read back after a restart.</summary>
public sealed record SimulationOutcome
{
    /// <summary>Rows by task and table, such as <c>person-0/regions</c>.</summary>
    public required IReadOnlyDictionary<string, SortedDictionary<string, byte[]>> Tables { get; init; }

    /// <summary>Input position by task and source.</summary>
    public required IReadOnlyDictionary<string, long> Positions { get; init; }

    /// <summary>Stream time by task.</summary>
    public required IReadOnlyDictionary<string, long> StreamTimes { get; init; }

    /// <summary>Records still kept, by topic and partition.</summary>
    public required IReadOnlyDictionary<(string Topic, int Partition), IReadOnlyList<TopicRecord>> Topics { get; init; }

    /// <summary>Next offset by topic and partition.</summary>
    public required IReadOnlyDictionary<(string Topic, int Partition), long> EndOffsets { get; init; }

    /// <summary>The run had a retention of zero, so that topics are incomplete.</summary>
    public required bool DropsRecords { get; init; }

    /// <summary>Some records of the script's topics were sent twice.</summary>
    public required bool SentTwice { get; init; }

    internal static SimulationOutcome Capture(EmbeddedEngine engine, SimulationPlan plan, bool dropsRecords, bool sentTwice)
    {
        var tables = new SortedDictionary<string, SortedDictionary<string, byte[]>>(StringComparer.Ordinal);
        var positions = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var times = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (Topology topology in plan.Topologies)
        {
            for (int partition = 0; partition < engine.PartitionCount(topology.Name); partition++)
            {
                string task = new TaskId(topology.Name, partition).ToString();
                times.Add(task, engine.StreamTime(topology.Name, partition));
                foreach (SourceDefinition source in topology.Sources)
                {
                    positions.Add($"{task}/{source.Name}", engine.InputPosition(topology.Name, source.Name, partition));
                }

                foreach (string table in topology.Tables)
                {
                    tables.Add($"{task}/{table}", Rows(engine.Table(topology.Name, partition, table)));
                }
            }
        }

        var topics = new Dictionary<(string, int), IReadOnlyList<TopicRecord>>();
        var ends = new Dictionary<(string, int), long>();
        foreach (TopicSettings topic in plan.Topics)
        {
            for (int partition = 0; partition < topic.Partitions; partition++)
            {
                topics.Add((topic.Name, partition), [.. engine.ReadTopic(topic.Name, partition, 0)]);
                ends.Add((topic.Name, partition), engine.EndOffset(topic.Name, partition));
            }
        }

        return new SimulationOutcome
        {
            Tables = tables,
            Positions = positions,
            StreamTimes = times,
            Topics = topics,
            EndOffsets = ends,
            DropsRecords = dropsRecords,
            SentTwice = sentTwice,
        };
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
}
