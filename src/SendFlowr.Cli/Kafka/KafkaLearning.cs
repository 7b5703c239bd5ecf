using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Cli.Kafka;

/// <summary>Asks for the finished days to be learned: at the start, then each day at 00:10 UTC. The instance that has the tenant task asks.</summary>
internal sealed class KafkaLearning(KafkaCluster cluster, KafkaEngine engine, string group, string prefix, TimeProvider time)
{
    /// <summary>Late enough for the last events of a day to have come in.</summary>
    private const long CutMilliseconds = 10 * 60_000;

    private static readonly TaskId Tenant = new(TenantTopology.Name, 0);

    private long _asked = long.MinValue;

    /// <summary>Asks when a day has ended since the last time.</summary>
    /// <exception cref="KafkaUnreachableException">The cluster does not take the question; ask again later.</exception>
    public void AskIfDue()
    {
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        long day = new Timestamp(now - CutMilliseconds).EpochDay;
        if (day <= _asked || engine.Table(Tenant, PipelineTopologies.VersionsTable) is null)
        {
            return;
        }

        // Once a day: a writer that was kept could have been shut out by that of another instance.
        Ask(cluster, $"{group}-learning", prefix, (int)day - 1, now);
        _asked = day;
    }

    /// <summary>Asks for all days to be learned that no version has learned, up to one.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="writer">Transactional id of the question.</param>
    /// <param name="prefix">What topics begin with.</param>
    /// <param name="day">Last day, in days since 1970-01-01.</param>
    /// <param name="nowMilliseconds">The clock.</param>
    /// <exception cref="KafkaUnreachableException">The cluster does not take the question.</exception>
    public static void Ask(KafkaCluster cluster, string writer, string prefix, int day, long nowMilliseconds)
    {
        LearnRequest request = LearnRequest.Make(-1, day);
        using KafkaWriter writing = cluster.CreateWriter(writer);
        writing.Write(new TopicNaming(prefix).NameOf(TopicNames.Sums), 1, request.Key.Span, request.Value.Span, nowMilliseconds);
        writing.Commit();
    }
}
