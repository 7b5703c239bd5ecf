using System.Buffers.Binary;
using SendFlowr.Simulation.Driver;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.TwoStages;

/// <summary>
/// A small pipeline with everything the runtime offers: partitioned, broadcast and feed sources, a repartition between two topologies,
/// rows of 0 to 5000 bytes, deletions, scans and requested punctuations.
/// </summary>
internal static class TwoStagePlan
{
    private const int InputPartitions = 3;
    private const int SumPartitions = 2;
    private const int Keys = 40;
    private const int Records = 240;

    public static SimulationPlan Create() => Create(hasFeed: true);

    /// <summary>The same with a topic in place of the feed: on Kafka, only topologies without tables have feeds.</summary>
    public static SimulationPlan CreateWithoutFeed() => Create(hasFeed: false);

    private static SimulationPlan Create(bool hasFeed) => new()
    {
        Topologies = [First(hasFeed), Second()],
        Topics =
        [
            new TopicSettings("input", InputPartitions),
            .. hasFeed ? [] : new[] { new TopicSettings("file", InputPartitions) },
            new TopicSettings("settings", 1),
            new TopicSettings("running", SumPartitions),
            new TopicSettings("reports", 1),
        ],
        Script = Script(new Random(20260101), hasFeed),
        Auditor = Audit,
        MaySendTwice = true,
    };

    private static Topology First(bool hasFeed)
    {
        TopologyBuilder builder = new TopologyBuilder("first").AddSource("input", "input", SourceKind.Partitioned);
        builder = hasFeed ? builder.AddFeed("file") : builder.AddSource("file", "file", SourceKind.Partitioned);
        return builder
            .AddSource("settings", "settings", SourceKind.Broadcast)
            .AddTable("counts")
            .AddTable("blobs")
            .AddTable("settings")
            .AddSink("running", "running")
            .AddProcessor("count", () => new CountProcessor(), ["input", "file"], ["counts", "blobs"], ["running"])
            .AddProcessor("settings", () => new SettingsProcessor(), ["settings"], ["settings"], [])
            .Build();
    }

    private static Topology Second() =>
        new TopologyBuilder("second")
            .AddSource("running", "running", SourceKind.Partitioned)
            .AddSource("settings", "settings", SourceKind.Broadcast)
            .AddTable("sums")
            .AddTable("sets")
            .AddTable("changed")
            .AddTable("settings")
            .AddSink("reports", "reports")
            .AddProcessor("sum", () => new SumProcessor(), ["running"], ["sums", "sets", "changed"], ["reports"])
            .AddProcessor("settings", () => new SettingsProcessor(), ["settings"], ["settings"], [])
            .Build();

    private static List<ScriptRecord> Script(Random random, bool hasFeed)
    {
        var script = new List<ScriptRecord>();
        var numbers = new Dictionary<(ulong, int), int>();
        for (int index = 0; index < Records; index++)
        {
            bool isFed = random.Next(4) == 0;
            int fedTo = isFed ? random.Next(InputPartitions) + 1 : 0;
            ulong member = (ulong)random.Next(Keys);
            int number = numbers[(member, fedTo)] = numbers.GetValueOrDefault((member, fedTo)) + 1;
            int rowBytes = random.Next(10) switch { 0 => -1, 1 => 0, 2 => random.Next(5001), _ => random.Next(200) };
            byte[] key = new byte[RowKey.SizeBytes];
            new RowKey((ulong)fedTo, member).Write(key);
            byte[] value = new InputValue(number, random.Next(1000), rowBytes).ToBytes();
            int partition = isFed ? fedTo - 1 : Partitioner.PartitionFor(key, InputPartitions);
            script.Add(new ScriptRecord(isFed && hasFeed ? "first" : null, isFed ? "file" : "input", partition, key, value, random.Next(1, 100_000)));
            if (random.Next(20) == 0)
            {
                script.Add(new ScriptRecord(null, "settings", 0, [(byte)random.Next(5)], [(byte)(index / 2), 42], 5));
            }
        }

        return script;
    }

    private static IEnumerable<string> Audit(SimulationOutcome disturbed, SimulationOutcome undisturbed) =>
    [
        .. OutcomeComparison.Tables(disturbed, undisturbed),
        .. OutcomeComparison.Positions(disturbed, undisturbed, "input", "settings"),
        .. OutcomeComparison.TopicByKey("running", disturbed, undisturbed, record => record.Value![..RowKey.SizeBytes]),
        .. Reports(disturbed, undisturbed),
    ];

    /// <summary>How often a group is reported depends on the ticks; but each report counts more records than the one before, and the last one all.</summary>
    private static IEnumerable<string> Reports(SimulationOutcome disturbed, SimulationOutcome undisturbed)
    {
        if (disturbed.DropsRecords)
        {
            yield break;
        }

        ILookup<byte, TopicRecord> expected = undisturbed.Topics[("reports", 0)].ToLookup(record => record.Key[0]);
        ILookup<byte, TopicRecord> actual = disturbed.Topics[("reports", 0)].ToLookup(record => record.Key[0]);
        foreach (IGrouping<byte, TopicRecord> group in expected)
        {
            long[] counts = [.. actual[group.Key].Select(record => BinaryPrimitives.ReadInt64LittleEndian(record.Value.AsSpan(8)))];
            bool isRising = counts.Zip(counts.Skip(1)).All(pair => pair.First < pair.Second);
            if (!isRising || counts.Length == 0 || !actual[group.Key].Last().Value.AsSpan().SequenceEqual(group.Last().Value))
            {
                yield return $"reports of group {group.Key} count [{string.Join(", ", counts)}] records";
            }
        }
    }
}
