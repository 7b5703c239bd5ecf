using SendFlowr.Avro.Generic;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Ingest;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Integration.Rounds;

/// <summary>What is in the topics at the end, held against what was written: nothing is missing, nothing is there twice, and people are as they must be.</summary>
internal sealed class RoundAudit(TopicRecords topics, IReadOnlyList<string> documents, int requests, byte[] identityKey)
{
    /// <summary>Tables of people whose rows depend on the events alone.</summary>
    private static readonly string[] OfPeople = [PersonTables.Timing, PersonTables.Signals, PersonTables.Messages, PersonTables.Handoffs];

    private static readonly string[] Finals = ["triggered", "suppressed", "expired", "cancelled"];

    /// <summary>Every event is in the events, and every request has a final state.</summary>
    public bool IsComplete(out string standing)
    {
        int events = EventIds().Distinct().Count();
        int ended = FinalStates().Select(record => record["request_id"].AsString()).Distinct().Count();
        standing = $"{events} of {documents.Count} events, {ended} of {requests} requests";
        return events == documents.Count && ended == requests;
    }

    /// <summary>All that is wrong; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults(string folder) => [.. EventFaults(), .. RequestFaults(), .. PeopleFaults(folder)];

    private IEnumerable<string> EventFaults()
    {
        string[] ids = [.. EventIds()];
        string[] wanted = [.. Enumerable.Range(0, documents.Count).Select(RoundLoad.EventId)];
        return Twice(ids).Select(id => $"{id} is in the events more than once")
            .Concat(wanted.Except(ids).Select(id => $"{id} is not in the events"))
            .Concat(ids.Except(wanted).Select(id => $"{id} is in the events, and nobody wrote it"));
    }

    private IEnumerable<string> RequestFaults()
    {
        List<AvroRecord> finals = FinalStates();
        string[] ended = [.. finals.Select(record => record["request_id"].AsString())];
        string[] triggers = [.. topics.Decoded("triggers", "trigger", Schemas.Trigger).Select(record => record["request_id"].AsString())];
        string[] wanted = [.. Enumerable.Range(0, requests).Select(RoundLoad.RequestId)];
        string[] triggered = [.. finals.Where(record => record["state"].AsString() == "triggered").Select(record => record["request_id"].AsString())];
        return Twice(ended).Select(id => $"{id} has two final states")
            .Concat(wanted.Except(ended).Select(id => $"{id} has no final state"))
            .Concat(Twice(triggers).Select(id => $"{id} has two triggers"))
            .Concat(triggered.Except(triggers).Select(id => $"{id} was triggered without a trigger"))
            .Concat(triggers.Except(triggered).Select(id => $"{id} has a trigger and was not triggered"));
    }

    /// <summary>The rows of everybody, beside those of an engine in one process that read the same events undisturbed.</summary>
    private IEnumerable<string> PeopleFaults(string folder)
    {
        SortedDictionary<string, string> expected = ExpectedRows(folder);
        SortedDictionary<string, string> actual = ActualRows();
        return expected.Keys.Union(actual.Keys).Where(key => expected.GetValueOrDefault(key) != actual.GetValueOrDefault(key))
            .Select(key => $"row {key}: {actual.GetValueOrDefault(key, "none")} instead of {expected.GetValueOrDefault(key, "none")}")
            .Concat(expected.Count < RoundLoad.People ? [$"only {expected.Count} rows were compared"] : []);
    }

    private SortedDictionary<string, string> ExpectedRows(string folder)
    {
        string file = Path.Combine(folder, "events.ndjson");
        File.WriteAllLines(file, documents);
        using EmbeddedPipeline pipeline = EmbeddedPipeline.Open(new EmbeddedPipelineOptions
        {
            Directory = Path.Combine(folder, "expected"),
            IdentityKey = identityKey,
            Time = TimeProvider.System,
        });
        new Ingestor(pipeline).Ingest(file, ConnectorCatalog.Find(ConnectorCatalog.Canonical), static (_, _) => { }, CancellationToken.None);
        SortedDictionary<string, string> rows = new(StringComparer.Ordinal);
        for (int task = 0; task < pipeline.Engine.PartitionCount(PersonTopology.Name); task++)
        {
            foreach (string table in OfPeople)
            {
                TableCursor cursor = default;
                while (pipeline.Engine.Table(PersonTopology.Name, task, table).Scan(
                    ref cursor, 1000, (key, row) => rows.Add($"{table}/{key.High:x16}{key.Low:x16}", Convert.ToHexString(row))))
                {
                }
            }
        }

        return rows;
    }

    /// <summary>What the changelog of the people says.</summary>
    private SortedDictionary<string, string> ActualRows()
    {
        IReadOnlyList<string> tables = PersonTopology.Build(SignalRules.Factory, 1, PersonClocks.Utc).Tables;
        SortedDictionary<string, string> rows = new(StringComparer.Ordinal);
        topics.Read("person.changelog", (key, value) =>
        {
            if (key.Length == 1 || !OfPeople.Contains(tables[key[0]]))
            {
                return;
            }

            RowKey row = RowKey.Read(key.AsSpan(1));
            string name = $"{tables[key[0]]}/{row.High:x16}{row.Low:x16}";
            if (value is null)
            {
                rows.Remove(name);
            }
            else
            {
                rows[name] = Convert.ToHexString(value);
            }
        });
        return rows;
    }

    private IEnumerable<string> EventIds() => topics.Decoded("events", "event", Schemas.Event).Select(record => record["event_id"].AsString());

    private List<AvroRecord> FinalStates() =>
        [.. topics.Decoded("decisions", "decision", Schemas.Decision).Where(record => Finals.Contains(record["state"].AsString()))];

    private static IEnumerable<string> Twice(IEnumerable<string> ids) => ids.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key);
}
