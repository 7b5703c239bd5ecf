using SendFlowr.Avro.Generic;
using SendFlowr.Model.Learning;
using SendFlowr.Pipeline.DeadLetters;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Cli.Tests.Pipeline;

/// <summary>What a data directory knows: the rows of all people, the lanes, what was learned, the dead letters.</summary>
internal static class DirectoryState
{
    private static readonly string[] TablesOfPeople =
        [PersonTables.Timing, PersonTables.Signals, PersonTables.Messages, PersonTables.Handoffs, PersonTables.Lanes, PersonTables.LanesDue];

    /// <summary>One line a fact, in order. Times of receipt are left out: they are those of the run.</summary>
    public static List<string> Read(string directory)
    {
        using EmbeddedPipeline host = EmbeddedPipeline.Open(
            new EmbeddedPipelineOptions { Directory = directory, IdentityKey = IdentityKey.Fixed(), Workers = 1, Time = TimeProvider.System });
        List<string> facts = [];
        for (int task = 0; task < host.Engine.PartitionCount(PersonTopology.Name); task++)
        {
            foreach (string table in TablesOfPeople)
            {
                AddRows(facts, $"{task}/{table}", host.Engine.Table(PersonTopology.Name, task, table));
            }
        }

        AddRows(facts, TenantTables.Lanes, host.Engine.Table(TenantTopology.Name, 0, TenantTables.Lanes));
        CurvePriors priors = host.PriorsInForce();
        facts.Add($"priors {priors.Publish(1, priors.ThroughDay).Digest}");
        facts.Add($"earliest day not learned is past: {host.EarliestUnlearnedDay() > priors.ThroughDay}");
        facts.AddRange(DeadLetterArchive.Read(host, null).Select(Show));
        facts.Sort(StringComparer.Ordinal);
        return facts;
    }

    private static void AddRows(List<string> facts, string name, IReadOnlyTable table)
    {
        TableCursor cursor = default;
        while (table.Scan(ref cursor, 1000, (key, row) => facts.Add($"{name} {key.High:x16}{key.Low:x16} {Convert.ToHexString(row)}")))
        {
        }
    }

    private static string Show(AvroRecord letter) =>
        $"letter {letter["reason"].AsString()} {letter["path"].AsString()} {letter["detail"].AsString()} {Convert.ToHexString(letter["raw"].AsBytes().Span)}";
}
