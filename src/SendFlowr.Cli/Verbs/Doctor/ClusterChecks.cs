using System.Globalization;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Kafka;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Yaml;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Streams.Kafka.Clients;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Kafka.Topics;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Cli.Verbs.Doctor;

/// <summary>The Kafka cluster: library, brokers, topics, feeds. Changes nothing.</summary>
internal static class ClusterChecks
{
    private const int MostNamed = 5;

    /// <exception cref="VerbException">The client properties are wrong.</exception>
    public static IEnumerable<DoctorCheck> Run(VerbContext context)
    {
        KafkaSettings settings = context.Settings.Kafka;
        List<DoctorCheck> checks = [Guarantee(settings)];
        try
        {
            checks.Add(DoctorCheck.Good("librdkafka", KafkaCluster.LibraryVersion()));
            using KafkaCluster cluster = ClusterOpening.Open(context);
            checks.Add(Brokers(cluster.Describe()));
            IReadOnlyList<TopicSpec> wanted = TopicApplication.Wanted(cluster, settings.Prefix, null);
            checks.Add(Topics(cluster, wanted));
            if (context.Settings.IdentityKey is { } key)
            {
                checks.Add(Deployment(context, cluster, key, wanted));
            }

            if (settings.Feeds.Count > 0)
            {
                checks.Add(Feeds(context, cluster, settings.Feeds));
            }
        }
        catch (KafkaLibraryException exception)
        {
            checks.Add(DoctorCheck.Unreachable("librdkafka", exception.Message, "follow what the message says; the embedded engine does without it"));
        }
        catch (KafkaUnreachableException exception)
        {
            checks.Add(DoctorCheck.Unreachable("brokers", exception.Message, "start them, or correct kafka.bootstrap and kafka.properties"));
        }

        return checks;
    }

    /// <summary>At least once is somebody's choice, so it is no fault; but it must not stay by mistake.</summary>
    public static DoctorCheck Guarantee(KafkaSettings settings) => settings.Guarantee == DeliveryGuarantee.ExactlyOnce
        ? DoctorCheck.Good("guarantee", KafkaKeys.ExactlyOnce)
        : DoctorCheck.Doubtful(
            "guarantee",
            $"kafka.guarantee is {KafkaKeys.AtLeastOnce}: after a crash triggers and other records may leave twice, and an instance that was held still may put old rows back",
            $"set kafka.guarantee: {KafkaKeys.ExactlyOnce} for anything but a comparison");

    private static DoctorCheck Brokers(ClusterFacts facts)
    {
        string copies = facts.DefaultReplication is { } number ? string.Create(CultureInfo.InvariantCulture, $", topics get {number} copies") : "";
        string detail = string.Create(CultureInfo.InvariantCulture, $"{facts.Brokers.Count} in the cluster {facts.Id}: {Shorten(facts.Brokers)}{copies}");
        return facts.DefaultReplication is 1 && facts.Brokers.Count > 1
            ? DoctorCheck.Wrong("brokers", detail, "set default.replication.factor of the brokers to 3 before the topics are created: with one copy a lost disk loses what is on it")
            : DoctorCheck.Good("brokers", detail);
    }

    private static DoctorCheck Topics(KafkaCluster cluster, IReadOnlyList<TopicSpec> wanted)
    {
        IReadOnlyList<TopicDifference> differences = TopicComparison.Compare(wanted, cluster.Describe([.. wanted.Select(topic => topic.Name)]));
        string[] names = [.. differences.Select(difference => difference.Topic).Distinct()];
        if (names.Length == 0)
        {
            return DoctorCheck.Good("topics", string.Create(CultureInfo.InvariantCulture, $"all {wanted.Count} are as topics/ says"));
        }

        string detail = string.Create(CultureInfo.InvariantCulture, $"{names.Length} of {wanted.Count} are missing or differ: {Shorten(names)}");
        return DoctorCheck.Wrong("topics", detail, differences.FirstOrDefault(it => it.Kind == TopicDifferenceKind.Partitions) is { } partitions
            ? TopicComparison.Remedy(partitions)
            : "sendflowr topics diff shows how, sendflowr topics apply mends it; sendflowr up does it too");
    }

    private static DoctorCheck Deployment(VerbContext context, KafkaCluster cluster, byte[] key, IReadOnlyList<TopicSpec> wanted)
    {
        string prefix = context.Settings.Kafka.Prefix;
        int partitions = wanted.Single(topic => topic.Name == TopicApplication.EventsOf(prefix)).Partitions;
        try
        {
            return DoctorCheck.Good("deployment", cluster.CheckDeployment(prefix, new DeploymentClaim(IdentityKey.FingerprintOf(key), partitions), context.Clock)
                ? $"'{prefix}' was begun with this identity key and these partitions"
                : $"'{prefix}' has not begun yet");
        }
        catch (DeploymentMismatchException exception)
        {
            return DoctorCheck.Wrong("deployment", exception.Message, "give identity.key, or choose kafka.prefix, as the message says");
        }
    }

    private static DoctorCheck Feeds(VerbContext context, KafkaCluster cluster, IReadOnlyList<FeedSettings> feeds)
    {
        IReadOnlyDictionary<string, TopicFacts> known = cluster.Describe([.. feeds.Select(feed => feed.Topic).Distinct(StringComparer.Ordinal)]);
        string[] missing = [.. feeds.Select(feed => feed.Topic).Where(topic => !known.ContainsKey(topic)).Distinct(StringComparer.Ordinal)];
        if (missing.Length > 0)
        {
            return DoctorCheck.Wrong("feeds", $"the cluster has no topic {Shorten(missing)}", "correct feeds in the configuration, or let their producers create the topics: they are never created here");
        }

        try
        {
            foreach (FeedSettings feed in feeds)
            {
                ConnectorArgument.Find(context, feed.Connector);
            }
        }
        catch (Exception exception) when (exception is ConnectorNotFoundException or YamlFileException)
        {
            return DoctorCheck.Wrong("feeds", exception.Message, "correct the connector of the feed; sendflowr connector test tries one");
        }

        return DoctorCheck.Good("feeds", $"{Shorten([.. feeds.Select(feed => feed.Topic)])}: topics and connectors are there");
    }

    private static string Shorten(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNamed} more") : "");
}
