using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Owners;

/// <summary>The record of what a deployment was begun with: written by the first instance, and compared by all others.</summary>
internal static class DeploymentRecord
{
    /// <summary>Instances that begin at the same moment shut each other out, and all but one begin again; and a topic may be too new for its broker.</summary>
    private static readonly TimeSpan MostTrying = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Longer than a broker lets a transaction stay open, which may hold the topic.</summary>
    private static readonly TimeSpan MostReading = TimeSpan.FromSeconds(25);

    private const int MaxRecords = 1000;

    /// <exception cref="DeploymentMismatchException">The deployment was begun otherwise.</exception>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public static void Claim(IKafkaClients clients, string group, string prefix, DeploymentClaim claim, TimeProvider time) => Insist(
        () =>
        {
            TryClaim(clients, group, prefix, claim, time);
            return true;
        },
        time);

    /// <summary>Holds a claim to what the deployment was begun with, and begins nothing. False when it was not begun yet.</summary>
    /// <exception cref="DeploymentMismatchException">The deployment was begun otherwise.</exception>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public static bool Check(IKafkaClients clients, string prefix, DeploymentClaim claim, TimeProvider time) => Insist(() => TryCheck(clients, prefix, claim, time), time);

    private static T Insist<T>(Func<T> attempt, TimeProvider time)
    {
        long start = time.GetTimestamp();
        using ManualResetEventSlim never = new();
        while (true)
        {
            try
            {
                return attempt();
            }
            catch (KafkaUnreachableException) when (time.GetElapsedTime(start) < MostTrying)
            {
                never.Wait(Pause);
            }
        }
    }

    private static bool TryCheck(IKafkaClients clients, string prefix, DeploymentClaim claim, TimeProvider time)
    {
        string topic = OwnerKeys.TopicOf(prefix);
        OwnerRecord? begun = KafkaCluster.Ask(() =>
        {
            using IClusterAdmin admin = clients.CreateAdmin();
            return admin.PartitionCount(topic) is null ? null : Read(clients, topic, time);
        });
        if (begun is not null)
        {
            Require(prefix, claim, begun);
        }

        return begun is not null;
    }

    private static void TryClaim(IKafkaClients clients, string group, string prefix, DeploymentClaim claim, TimeProvider time)
    {
        string topic = OwnerKeys.TopicOf(prefix);
        using KafkaWriter writer = new(clients.CreateProducer($"{group}-deployment"));
        OwnerRecord? begun = KafkaCluster.Ask(() => Read(clients, topic, time));
        if (begun is not null)
        {
            Require(prefix, claim, begun);
            return;
        }

        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        OwnerRecord record = new() { SinceMilliseconds = now, Fingerprint = claim.KeyFingerprint, Partitions = claim.Partitions };
        writer.Write(topic, 1, OwnerKeys.OfDeployment(), record.ToBytes(), now);
        writer.Commit();
    }

    private static void Require(string prefix, DeploymentClaim claim, OwnerRecord begun)
    {
        if (begun.Fingerprint != claim.KeyFingerprint)
        {
            throw new DeploymentMismatchException(
                $"identity.key has the fingerprint {claim.KeyFingerprint}, and the deployment '{prefix}' was begun with a key of the fingerprint "
                + $"{begun.Fingerprint}, under which its people are known. Give all instances that key, or choose a new kafka.prefix and feed it again from "
                + "the source topics.");
        }

        if (begun.Partitions != claim.Partitions)
        {
            throw new DeploymentMismatchException(
                $"The topics of events have {claim.Partitions} partitions, and the deployment '{prefix}' was begun with {begun.Partitions}. Choose a new "
                + "kafka.prefix, run `sendflowr topics apply`, and feed it again from the source topics.");
        }
    }

    /// <summary>The record as it is now: whoever had the writer's name before is shut out, so that nobody else is about to write it.</summary>
    private static OwnerRecord? Read(IKafkaClients clients, string topic, TimeProvider time)
    {
        TopicPartition partition = new(topic, 0);
        using IClusterAdmin admin = clients.CreateAdmin();
        long end = admin.EndOffsets([partition], uncommitted: true)[partition];
        OwnerTable table = new();
        using ITopicReader reader = clients.CreateReader();
        reader.Assign([new TopicPartitionOffset(partition, 0)]);
        long start = time.GetTimestamp();
        while (table.Place < end)
        {
            reader.Poll(MaxRecords, PollWait, table);
            if (time.GetElapsedTime(start) > MostReading)
            {
                throw new KafkaFaultException(
                    KafkaFault.Retriable, $"Reading '{topic}' came to {table.Place} of {end} in {MostReading.TotalSeconds} s: a transaction holds it, or its broker cannot be reached.");
            }
        }

        return table.Deployment;
    }
}
