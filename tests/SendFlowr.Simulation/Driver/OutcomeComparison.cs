using System.Security.Cryptography;
using SendFlowr.Streams.Records;

namespace SendFlowr.Simulation.Driver;

/// <summary>Comparisons that an auditor is made of.</summary>
public static class OutcomeComparison
{
    /// <summary>Every table has the same rows, byte for byte, and every task the same stream time.</summary>
    public static IEnumerable<string> Tables(SimulationOutcome disturbed, SimulationOutcome undisturbed)
    {
        foreach ((string name, SortedDictionary<string, byte[]> expected) in undisturbed.Tables)
        {
            SortedDictionary<string, byte[]> actual = disturbed.Tables[name];
            foreach (string key in expected.Keys.Union(actual.Keys))
            {
                string left = expected.TryGetValue(key, out byte[]? row) ? Show(row) : "no row";
                string right = actual.TryGetValue(key, out byte[]? other) ? Show(other) : "no row";
                if (left != right)
                {
                    yield return $"table {name}, row {key}: {right} instead of {left}";
                }
            }
        }

        foreach ((string task, long expected) in undisturbed.StreamTimes)
        {
            if (disturbed.StreamTimes[task] != expected)
            {
                yield return $"stream time of {task}: {disturbed.StreamTimes[task]} instead of {expected}";
            }
        }
    }

    /// <summary>Every source stands where it does in the undisturbed run; those that read a topic given here may have read more.</summary>
    public static IEnumerable<string> Positions(SimulationOutcome disturbed, SimulationOutcome undisturbed, params string[] exceptSources)
    {
        foreach ((string source, long expected) in undisturbed.Positions)
        {
            bool isExcepted = disturbed.SentTwice && exceptSources.Any(name => source.EndsWith($"/{name}", StringComparison.Ordinal));
            if (disturbed.Positions[source] != expected && !isExcepted)
            {
                yield return $"position of {source}: {disturbed.Positions[source]} instead of {expected}";
            }
        }
    }

    /// <summary>
    /// Each partition has as many records, and for each key the same ones in the same order: the order between keys depends on timing.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="disturbed">The end of the run in question.</param>
    /// <param name="undisturbed">The end it should have.</param>
    /// <param name="keyOf">What keeps its order, when that is not the record's key.</param>
    public static IEnumerable<string> TopicByKey(
        string topic, SimulationOutcome disturbed, SimulationOutcome undisturbed, Func<TopicRecord, byte[]>? keyOf = null)
    {
        foreach (((string name, int partition), IReadOnlyList<TopicRecord> expected) in undisturbed.Topics.Where(entry => entry.Key.Topic == topic))
        {
            long end = disturbed.EndOffsets[(name, partition)];
            if (end != undisturbed.EndOffsets[(name, partition)])
            {
                yield return $"topic {name}-{partition}: {end} records instead of {undisturbed.EndOffsets[(name, partition)]}";
            }

            if (disturbed.DropsRecords)
            {
                continue;
            }

            ILookup<string, string> left = ByKey(expected, keyOf);
            ILookup<string, string> right = ByKey(disturbed.Topics[(name, partition)], keyOf);
            foreach (string key in left.Select(group => group.Key).Union(right.Select(group => group.Key)))
            {
                if (!left[key].SequenceEqual(right[key]))
                {
                    yield return $"topic {name}-{partition}, key {key}: other records than in the undisturbed run";
                }
            }
        }
    }

    private static ILookup<string, string> ByKey(IReadOnlyList<TopicRecord> records, Func<TopicRecord, byte[]>? keyOf) => records.ToLookup(
        record => Convert.ToHexString(keyOf?.Invoke(record) ?? record.Key),
        record => $"{record.TimestampMilliseconds}:{(record.Value is null ? "tombstone" : Convert.ToHexString(record.Value))}");

    private static string Show(byte[] row) =>
        row.Length <= 32
            ? Convert.ToHexString(row)
            : $"{Convert.ToHexString(row.AsSpan(0, 16))}... of {row.Length} bytes, SHA-256 {Convert.ToHexString(SHA256.HashData(row).AsSpan(0, 8))}";
}
