using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Model.Learning;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Simulation.Driver;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Simulation.FullPipeline;

/// <summary>
/// Everything that must not depend on faults, interleaving and how often learning was asked for. Numbers of runs and versions do, and so
/// does the time at which features leave.
/// </summary>
internal static class FullPipelineAudit
{
    private const int AnyDay = 99_999;

    private static readonly string[] SameTables =
        [PersonTables.Timing, PersonTables.Signals, PersonTables.Messages, PersonTables.Handoffs, PersonTables.Lanes, PersonTables.LanesDue, PersonTables.FeaturesDue];

    private static readonly string[] FeaturesOfTheRings =
        ["hour_histogram_24", "weekday_histogram_7", "last_click_ts", "last_open_ts", "last_delivered_ts"];

    private static readonly DatumReader FeaturesReader = new(SchemaCatalog.Embedded.Current("features").Schema);

    public static IEnumerable<string> Audit(SimulationOutcome disturbed, SimulationOutcome undisturbed) =>
    [
        .. Pairs(Facts(undisturbed), Facts(disturbed)),
        .. LeftOver(disturbed),
        .. disturbed.DropsRecords ? [] : Topic(TopicNames.Events, disturbed, undisturbed),
        .. disturbed.DropsRecords ? [] : Topic(TopicNames.DeadLetters, disturbed, undisturbed),
        .. disturbed.DropsRecords ? [] : Features(disturbed, undisturbed),
    ];

    private static IEnumerable<string> Pairs(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual) =>
        expected.Keys.Union(actual.Keys)
            .Where(name => expected.GetValueOrDefault(name) != actual.GetValueOrDefault(name))
            .Select(name => $"{name}: {actual.GetValueOrDefault(name, "none")} instead of {expected.GetValueOrDefault(name, "none")}");

    /// <summary>What is due has been done; also in the undisturbed run, so that a comparison alone would not see it.</summary>
    private static IEnumerable<string> LeftOver(SimulationOutcome outcome) => outcome.Tables
        .Where(table => table.Key.EndsWith("-due", StringComparison.Ordinal) && table.Value.Count > 0)
        .Select(table => $"{table.Key}: {table.Value.Count} rows are left at the end");

    private static SortedDictionary<string, string> Facts(SimulationOutcome outcome)
    {
        SortedDictionary<string, string> facts = new(StringComparer.Ordinal);
        for (int task = 0; task < FullPipelinePlan.PersonTasks; task++)
        {
            foreach (string table in SameTables)
            {
                AddRows(facts, outcome, $"person-{task}/{table}");
            }

            AddTaskFacts(facts, outcome.Tables[$"person-{task}/{PersonTables.Task}"], $"person-{task}");
        }

        AddRows(facts, outcome, $"tenant-0/{TenantTables.Lanes}");
        AddLearningFacts(facts, outcome);
        foreach ((string source, long position) in outcome.Positions.Where(pair => pair.Key.StartsWith("normalize", StringComparison.Ordinal)))
        {
            facts.Add($"position of {source}", $"{position}");
        }

        return facts;
    }

    private static void AddRows(SortedDictionary<string, string> facts, SimulationOutcome outcome, string table)
    {
        foreach ((string key, byte[] row) in outcome.Tables[table])
        {
            facts.Add($"{table}/{key}", Convert.ToHexString(row));
        }
    }

    private static void AddTaskFacts(SortedDictionary<string, string> facts, SortedDictionary<string, byte[]> rows, string task)
    {
        if (Row(rows, PersonTables.Counters) is { } counters)
        {
            CounterRow counted = CounterRow.Read(counters);
            facts.Add($"{task} events taken", $"{counted.Accepted + counted.Duplicate}");
        }

        facts.Add($"{task} earliest day not learned", Row(rows, PersonTables.TouchedDay) is { } day ? $"{DayRow.Read(day)}" : "none");
        facts.Add($"{task} priors", Row(rows, PersonTables.Priors) is { } state ? Digest(state) : "none");
        facts.Add($"{task} owes", Row(rows, PersonTables.Learning) is { } learning ? $"{LearningRow.Read(learning).Pending}" : "none");
    }

    private static void AddLearningFacts(SortedDictionary<string, string> facts, SimulationOutcome outcome)
    {
        SortedDictionary<string, byte[]> versions = outcome.Tables[$"tenant-0/{TenantTables.Versions}"];
        facts.Add("priors in force", versions.Count == 0 ? "none" : Digest(VersionRow.Read(versions.Values.Last()).State));
        RunRow run = RunRow.Read(outcome.Tables[$"tenant-0/{TenantTables.Runs}"].Values.Single());
        facts.Add("run under way", $"{run.UnderWay}, queued {run.QueuedThroughDay}");
    }

    /// <summary>Digest of what was learned, whatever the number of the version and the day it was asked for.</summary>
    private static string Digest(ReadOnlySpan<byte> state) => CurvePriors.Read(state).Publish(1, AnyDay).Digest;

    private static byte[]? Row(SortedDictionary<string, byte[]> rows, RowKey key) => rows.GetValueOrDefault($"{key.High:x16}{key.Low:x16}");

    private static IEnumerable<string> Topic(string topic, SimulationOutcome disturbed, SimulationOutcome undisturbed) =>
        undisturbed.Topics.Keys.Where(key => key.Topic == topic)
            .Where(key => !Set(undisturbed.Topics[key]).SequenceEqual(Set(disturbed.Topics[key])))
            .Select(key => $"{topic}-{key.Partition}: {disturbed.Topics[key].Count} records, not the {undisturbed.Topics[key].Count} of the undisturbed run");

    private static IEnumerable<string> Set(IReadOnlyList<TopicRecord> records) => records
        .Select(record => $"{Convert.ToHexString(record.Key)}:{record.TimestampMilliseconds}:{Convert.ToHexString(record.Value!)}")
        .Order(StringComparer.Ordinal);

    /// <summary>Each person at most once a minute, and at the end as the rings are.</summary>
    private static IEnumerable<string> Features(SimulationOutcome disturbed, SimulationOutcome undisturbed)
    {
        List<AvroRecord> published = ReadFeatures(disturbed);
        IEnumerable<string> tooOften = published
            .GroupBy(record => $"{record["universal_id"].AsString()} in minute {record["computed_at"].AsLong() / 60_000}")
            .Where(group => group.Count() > 1)
            .Select(group => $"features of {group.Key}: {group.Count()} times");
        return tooOften.Concat(Pairs(LastFeatures(ReadFeatures(undisturbed)), LastFeatures(published)));
    }

    private static List<AvroRecord> ReadFeatures(SimulationOutcome outcome) =>
    [
        .. outcome.Topics.Where(pair => pair.Key.Topic == TopicNames.Features).SelectMany(pair => pair.Value)
            .Select(record => FeaturesReader.Read(Schemas.Features.Body(record.Value)).AsRecord()),
    ];

    private static SortedDictionary<string, string> LastFeatures(List<AvroRecord> published)
    {
        SortedDictionary<string, string> last = new(StringComparer.Ordinal);
        foreach (AvroRecord record in published)
        {
            last[$"features of {record["universal_id"].AsString()}"] = string.Join(' ', FeaturesOfTheRings.Select(field => Show(record[field])));
        }

        return last;
    }

    private static string Show(AvroValue value) =>
        value.IsNull ? "none"
        : value.Kind == Avro.Schemas.AvroKind.Array ? string.Join(',', value.AsArray().Select(item => item.AsInt()))
        : $"{value.AsLong()}";
}
