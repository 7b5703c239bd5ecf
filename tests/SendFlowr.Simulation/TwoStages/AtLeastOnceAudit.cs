using System.Buffers.Binary;
using SendFlowr.Simulation.Driver;
using SendFlowr.Streams.Records;

namespace SendFlowr.Simulation.TwoStages;

/// <summary>
/// What at least once promises of the two stages: the first recognises what it has seen, so its rows are as if nothing had happened; what it puts
/// out may be doubled but is all there, and so is what the second stage counts.
/// </summary>
internal static class AtLeastOnceAudit
{
    public static IEnumerable<string> Audit(SimulationOutcome disturbed, SimulationOutcome undisturbed) =>
    [
        .. OutcomeComparison.Tables(disturbed, undisturbed with { Tables = undisturbed.Tables.Where(table => !IsSums(table.Key)).ToDictionary() }),
        .. OutcomeComparison.Positions(disturbed, undisturbed with { Positions = undisturbed.Positions.Where(it => !it.Key.EndsWith("/running", StringComparison.Ordinal)).ToDictionary() }),
        .. Running(disturbed, undisturbed),
        .. Sums(disturbed, undisturbed),
        .. Reports(disturbed, undisturbed),
    ];

    private static bool IsSums(string table) => table.EndsWith("/sums", StringComparison.Ordinal);

    private static IEnumerable<string> Running(SimulationOutcome disturbed, SimulationOutcome undisturbed)
    {
        foreach (((string topic, int partition), IReadOnlyList<TopicRecord> expected) in undisturbed.Topics.Where(it => it.Key.Topic == "running"))
        {
            HashSet<string> actual = [.. disturbed.Topics[(topic, partition)].Select(record => Convert.ToHexString(record.Value!))];
            int lost = expected.Count(record => !actual.Contains(Convert.ToHexString(record.Value!)));
            if (lost > 0)
            {
                yield return $"{lost} records of {topic}-{partition} are lost";
            }
        }
    }

    private static IEnumerable<string> Sums(SimulationOutcome disturbed, SimulationOutcome undisturbed)
    {
        foreach ((string table, SortedDictionary<string, byte[]> expected) in undisturbed.Tables.Where(table => IsSums(table.Key)))
        {
            foreach ((string group, byte[] row) in expected)
            {
                long records = disturbed.Tables[table].TryGetValue(group, out byte[]? actual) ? RecordsOf(actual) : 0;
                if (records < RecordsOf(row))
                {
                    yield return $"table {table}, row {group}: {records} records instead of {RecordsOf(row)} or more";
                }
            }
        }
    }

    /// <summary>The newest report of a group counts all that its row counts.</summary>
    private static IEnumerable<string> Reports(SimulationOutcome disturbed, SimulationOutcome undisturbed)
    {
        ILookup<byte, TopicRecord> actual = disturbed.Topics[("reports", 0)].ToLookup(record => record.Key[0]);
        foreach (IGrouping<byte, TopicRecord> group in undisturbed.Topics[("reports", 0)].ToLookup(record => record.Key[0]))
        {
            long expected = RecordsOf(group.Last().Value!);
            long most = actual[group.Key].Select(record => RecordsOf(record.Value!)).DefaultIfEmpty().Max();
            if (most < expected)
            {
                yield return $"reports of group {group.Key} count {most} records instead of {expected} or more";
            }
        }
    }

    private static long RecordsOf(byte[] value) => BinaryPrimitives.ReadInt64LittleEndian(value.AsSpan(8));
}
