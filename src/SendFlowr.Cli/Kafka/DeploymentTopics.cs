using System.Globalization;
using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Kafka.Topics;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Cli.Kafka;

/// <summary>The files of <c>topics/</c> as topics of a cluster. Pure.</summary>
internal static class DeploymentTopics
{
    private static readonly TimeSpan ChangelogSegment = TimeSpan.FromHours(6);

    /// <summary>What the topologies read, whatever they are configured to do.</summary>
    private static readonly Lazy<HashSet<string>> Read = new(() =>
    [
        .. PipelineTopologies.All(new FeedBindings(), IdentityKey.Fixed(), null, SignalRules.Factory, 1, PersonClocks.Utc, 1)
            .SelectMany(topology => topology.Sources).Where(source => source.Kind != SourceKind.Feed).Select(source => source.Topic),
    ]);

    /// <summary>Every topic of a deployment.</summary>
    /// <param name="prefix">What names begin with, in place of <c>sendflowr.</c>.</param>
    /// <param name="partitions">Partitions of all topics that have more than one; null: as the files say.</param>
    public static IReadOnlyList<TopicSpec> All(string prefix, int? partitions) =>
        [.. TopicCatalog.All.Concat(TopicCatalog.Changelogs).Append(TopicCatalog.Owners).Select(topic => Spec(topic, prefix, partitions))];

    private static TopicSpec Spec(TopicFile topic, string prefix, int? partitions)
    {
        Dictionary<string, string> config = new() { ["cleanup.policy"] = topic.Cleanup };
        if (topic.Cleanup != "compact")
        {
            config["retention.ms"] = Milliseconds(topic.Retention);
        }

        if (topic.Schema == TopicFile.Rows)
        {
            // A restore reads what compaction has not come to yet, and compaction does not touch the newest segment.
            config["segment.ms"] = Milliseconds(ChangelogSegment);
        }

        if (topic.KeptFrom == "append")
        {
            config["message.timestamp.type"] = "LogAppendTime";
        }

        int count = topic.Partitions > 1 ? partitions ?? topic.Partitions : 1;
        return new TopicSpec(new TopicNaming(prefix).NameOf(topic.Name), count, config)
        {
            IsRead = topic.Schema == TopicFile.Rows || Read.Value.Contains(topic.Name),
        };
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
