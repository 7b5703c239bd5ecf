using System.CommandLine;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Kafka;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Topics;

namespace SendFlowr.Cli.Verbs.Topics;

/// <summary><c>topics diff</c>: how the topics of the configured cluster differ from the files of <c>topics/</c>.</summary>
internal sealed class TopicsDiffVerb : Verb
{
    public override string Name => "topics diff";

    public override IReadOnlyList<Symbol> Symbols => [];

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        using KafkaCluster cluster = ClusterOpening.Open(context);
        IReadOnlyList<TopicSpec> wanted = TopicApplication.Wanted(cluster, context.Settings.Kafka.Prefix, null);
        IReadOnlyList<TopicDifference> differences = TopicComparison.Compare(wanted, cluster.Describe([.. wanted.Select(topic => topic.Name)]));
        TopicsReport.Write(context, wanted.Count, differences, []);
        return Task.FromResult(differences.Count == 0 ? ExitCode.Done : ExitCode.Failed);
    }
}
