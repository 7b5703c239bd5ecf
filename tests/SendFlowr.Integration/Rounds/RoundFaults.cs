using SendFlowr.Integration.Instances;
using SendFlowr.Integration.Servers;

namespace SendFlowr.Integration.Rounds;

/// <summary>What may happen to an instance.</summary>
internal enum InstanceFault
{
    Kill,
    Stop,

    /// <summary>It stands still for longer than its session and its transaction last, and then goes on.</summary>
    Freeze,

    /// <summary>Its network is cut for as long.</summary>
    Cut,

    /// <summary>All instances are stopped and started, one after the other.</summary>
    RollAll,
}

/// <summary>What may happen to a broker at the same time.</summary>
internal enum BrokerFault
{
    None,
    Kill,
    Stop,
    Freeze,
    RollAll,
}

/// <summary>Does harm to instances and brokers, and mends it, while a load goes on.</summary>
/// <param name="cluster">Three brokers.</param>
/// <param name="proxy">Before them, for the last instance.</param>
/// <param name="instances">The instances.</param>
/// <param name="load">Goes on.</param>
internal sealed class RoundFaults(KafkaCluster cluster, FaultProxy proxy, IReadOnlyList<InstanceProcess> instances, RoundLoad load)
{
    /// <summary>Longer than a session (6 s), a transaction (5 s), and the second that a broker may take to notice.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    private static readonly string[] Excuses = ["FencedInstanceId", "Check that the brokers can be reached", "did not end within", "the transaction of 'rounds-deployment'"];

    /// <summary>Instances that ended by themselves, with what they said, and were started again as a supervisor would.</summary>
    public List<string> Ended { get; } = [];

    public void Do(InstanceFault fault, Random random)
    {
        InstanceProcess instance = fault == InstanceFault.Cut ? instances[^1] : instances[random.Next(instances.Count)];
        switch (fault)
        {
            case InstanceFault.Kill:
                instance.Kill();
                load.GoOn(Short);
                instance.StartAgain();
                break;
            case InstanceFault.Stop:
                Stop(instance);
                load.GoOn(Short);
                instance.StartAgain();
                break;
            case InstanceFault.Freeze:
                instance.Freeze();
                load.GoOn(Long);
                instance.Thaw();
                break;
            case InstanceFault.Cut:
                Cut(isSilent: random.Next(2) == 0);
                load.GoOn(Long);
                proxy.Restore();
                break;
            default:
                foreach (InstanceProcess each in instances)
                {
                    Stop(each);
                    each.StartAgain();
                    load.GoOn(Short);
                }

                break;
        }
    }

    public void Do(BrokerFault fault, Random random)
    {
        Broker broker = cluster.Brokers[random.Next(cluster.Brokers.Count)];
        switch (fault)
        {
            case BrokerFault.Kill:
                broker.Kill();
                load.GoOn(Short);
                StartAgain(broker);
                break;
            case BrokerFault.Stop:
                broker.Stop();
                load.GoOn(Short);
                StartAgain(broker);
                break;
            case BrokerFault.Freeze:
                broker.Freeze();
                load.GoOn(Long);
                broker.Thaw();
                break;
            case BrokerFault.RollAll:
                foreach (Broker each in cluster.Brokers)
                {
                    each.Stop();
                    StartAgain(each);
                    load.GoOn(Short);
                }

                break;
        }
    }

    /// <summary>What the instances say of themselves.</summary>
    public string Readiness() => string.Join('\n', instances.Select(instance => instance.Readiness()));

    /// <summary>An instance that has ended by itself is noted and started again.</summary>
    public void StartEnded()
    {
        foreach (InstanceProcess instance in instances.Where(instance => instance.HasExited))
        {
            NoteEnd(instance);
            instance.StartAgain();
        }
    }

    /// <summary>
    /// A broker that stood still may answer a process that is gone, and so fence its successor of the same name; one that just starts needs a
    /// cluster, and may be shut out by another that starts as well; one that is stopped while brokers are away gives up its last transaction. These end a process, which is started again. Nothing else may.
    /// </summary>
    private void NoteEnd(InstanceProcess instance)
    {
        string last = instance.Told.Split('\n').Last(line => line.StartsWith("sendflowr", StringComparison.Ordinal));
        Excuses.ShouldContain(excuse => last.Contains(excuse, StringComparison.Ordinal), instance.Told);
        Ended.Add($"{instance.Name}: {last}");
    }

    private static void StartAgain(Broker broker)
    {
        broker.Start();
        broker.WaitUntilStarted();
    }

    private void Stop(InstanceProcess instance)
    {
        // 143: it was only just starting, and took no notice.
        if (instance.HasExited || instance.Stop() is not (130 or 143))
        {
            NoteEnd(instance);
        }
    }

    private void Cut(bool isSilent)
    {
        for (int broker = 0; broker < cluster.Brokers.Count; broker++)
        {
            if (isSilent)
            {
                proxy.Swallow(broker);
            }
            else
            {
                proxy.Cut(broker);
            }
        }
    }
}
