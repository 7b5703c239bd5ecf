using System.CommandLine;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Kafka;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Topics;

namespace SendFlowr.Cli.Verbs.Topics;

/// <summary><c>topics apply</c>: creates the topics that are missing and sets settings that differ; never touches partitions.</summary>
internal sealed class TopicsApplyVerb : Verb
{
    private readonly Option<long> _partitions = IntegerOption.Create("--partitions", 8, 1, 4096);

    public override string Name => "topics apply";

    public override IReadOnlyList<Symbol> Symbols => [_partitions];

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        using KafkaCluster cluster = ClusterOpening.Open(context);
        int? partitions = context.IsGiven(_partitions) ? (int)context.Get(_partitions) : null;
        IReadOnlyList<TopicSpec> wanted = TopicApplication.Wanted(cluster, context.Settings.Kafka.Prefix, partitions);
        IReadOnlyList<TopicDifference> before = TopicApplication.Apply(cluster, wanted, mayAddOutputs: true);
        IReadOnlyList<TopicDifference> left = [.. before.Where(difference => difference.Kind == TopicDifferenceKind.Partitions)];
        TopicsReport.Write(context, wanted.Count, left, [.. before.Except(left)]);
        return Task.FromResult(left.Count == 0 ? ExitCode.Done : ExitCode.Failed);
    }
}
