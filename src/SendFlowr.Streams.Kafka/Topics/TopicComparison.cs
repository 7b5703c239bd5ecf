using System.Globalization;

namespace SendFlowr.Streams.Kafka.Topics;

/// <summary>Compares wanted topics with those of a cluster. Pure.</summary>
public static class TopicComparison
{
    /// <summary>All differences, by topic in the order given.</summary>
    /// <param name="wanted">What should be there.</param>
    /// <param name="actual">What is there, by name.</param>
    public static IReadOnlyList<TopicDifference> Compare(IEnumerable<TopicSpec> wanted, IReadOnlyDictionary<string, TopicFacts> actual)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(actual);
        List<TopicDifference> differences = [];
        foreach (TopicSpec topic in wanted)
        {
            if (!actual.TryGetValue(topic.Name, out TopicFacts? facts))
            {
                differences.Add(new TopicDifference(topic.Name, TopicDifferenceKind.Missing, null, null, null));
                continue;
            }

            if (facts.Partitions != topic.Partitions)
            {
                differences.Add(new TopicDifference(
                    topic.Name, TopicDifferenceKind.Partitions, "partitions", Text(topic.Partitions), Text(facts.Partitions)));
            }

            foreach ((string setting, string value) in topic.Config.OrderBy(it => it.Key, StringComparer.Ordinal))
            {
                string? now = facts.Config.GetValueOrDefault(setting);
                if (!Same(value, now))
                {
                    differences.Add(new TopicDifference(topic.Name, TopicDifferenceKind.Setting, setting, value, now));
                }
            }
        }

        return differences;
    }

    /// <summary>What to do about partitions that differ: the only way that keeps every key with its tables.</summary>
    public static string Remedy(TopicDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return $"'{difference.Topic}' has {difference.Actual} partitions where {difference.Wanted} are wanted. Partitions are never added or taken away: "
            + "the keys in it would be looked for in others. Choose a new kafka.prefix, run `sendflowr topics apply`, and feed it again from the source topics.";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Lists such as <c>compact,delete</c> mean the same in any order.</summary>
    private static bool Same(string wanted, string? actual) =>
        actual is not null && wanted.Split(',').Order(StringComparer.Ordinal).SequenceEqual(actual.Split(',').Order(StringComparer.Ordinal));
}
