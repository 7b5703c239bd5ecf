using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Cluster;

/// <summary>
/// Transactions by transactional id, by the protocol that librdkafka speaks (before KIP-890: the epoch stays from one transaction to the next).
/// </summary>
internal sealed class TransactionCoordinator(
    Timeline timeline, ClusterSettings settings, Func<TopicPartition, PartitionLog> logs, GroupCoordinator groups)
{
    private readonly Dictionary<string, Holder> _holders = new(StringComparer.Ordinal);
    private long _lastProducer;

    /// <summary>Number of transactions that ran out of time.</summary>
    public int TimedOut { get; private set; }

    /// <summary>InitProducerId without a transactional id: a number that nobody else has, and that shuts nobody out.</summary>
    public long NextProducer() => ++_lastProducer;

    /// <summary>Whether markers of a transaction are still on their way, or one is open.</summary>
    public bool IsBusy => _holders.Values.Any(holder => holder.Phase is Phase.Ongoing or Phase.Committing or Phase.Aborting);

    /// <summary>InitProducerId: fences who had the transactional id, aborts what it left open, and gives the next epoch once that is done.</summary>
    public BrokerAnswer Init(string transactionalId, out long producer, out int epoch)
    {
        if (!_holders.TryGetValue(transactionalId, out Holder? holder))
        {
            _holders[transactionalId] = holder = new Holder(++_lastProducer);
        }

        producer = holder.Producer;
        epoch = holder.Epoch;
        switch (holder.Phase)
        {
            case Phase.Ongoing:
                holder.Epoch++;
                End(holder, isCommit: false);
                return BrokerAnswer.ConcurrentTransactions;
            case Phase.Committing or Phase.Aborting:
                return BrokerAnswer.ConcurrentTransactions;
            default:
                epoch = ++holder.Epoch;
                holder.Phase = Phase.Empty;
                return BrokerAnswer.None;
        }
    }

    /// <summary>AddPartitionsToTxn; begins the transaction with the first one.</summary>
    public BrokerAnswer AddPartition(string transactionalId, int epoch, TopicPartition partition)
    {
        BrokerAnswer answer = Begin(transactionalId, epoch, out Holder holder);
        if (answer == BrokerAnswer.None)
        {
            holder.Partitions.Add(partition);
        }

        return answer;
    }

    /// <summary>AddOffsetsToTxn.</summary>
    public BrokerAnswer AddGroup(string transactionalId, int epoch, string group)
    {
        BrokerAnswer answer = Begin(transactionalId, epoch, out Holder holder);
        if (answer == BrokerAnswer.None)
        {
            holder.Groups.Add(group);
        }

        return answer;
    }

    /// <summary>What brokers ask before they take a record of a transaction (KIP-890, part 1): is it of a transaction that is open with it in it?</summary>
    public bool Verify(string transactionalId, int epoch, TopicPartition partition) =>
        _holders[transactionalId] is { Phase: Phase.Ongoing } holder && holder.Epoch == epoch && holder.Partitions.Contains(partition);

    public bool VerifyGroup(string transactionalId, int epoch, string group) =>
        _holders[transactionalId] is { Phase: Phase.Ongoing } holder && holder.Epoch == epoch && holder.Groups.Contains(group);

    /// <summary>EndTxn. It is decided when this returns; the markers land later, each in its time.</summary>
    public BrokerAnswer End(string transactionalId, int epoch, bool isCommit)
    {
        Holder holder = _holders[transactionalId];
        if (epoch != holder.Epoch)
        {
            return BrokerAnswer.InvalidProducerEpoch;
        }

        switch (holder.Phase)
        {
            case Phase.Ongoing:
                End(holder, isCommit);
                return BrokerAnswer.None;
            case Phase.Committing when isCommit:
            case Phase.Aborting when !isCommit:
                return BrokerAnswer.ConcurrentTransactions;
            case Phase.Committed when isCommit:
            case Phase.Aborted when !isCommit:
                return BrokerAnswer.None;
            default:
                return BrokerAnswer.InvalidTransactionState;
        }
    }

    private BrokerAnswer Begin(string transactionalId, int epoch, out Holder holder)
    {
        holder = _holders[transactionalId];
        if (epoch != holder.Epoch)
        {
            return BrokerAnswer.InvalidProducerEpoch;
        }

        if (holder.Phase is Phase.Committing or Phase.Aborting)
        {
            return BrokerAnswer.ConcurrentTransactions;
        }

        if (holder.Phase != Phase.Ongoing)
        {
            holder.Phase = Phase.Ongoing;
            holder.Partitions.Clear();
            holder.Groups.Clear();
            long number = ++holder.Number;
            Holder opened = holder;
            timeline.After(settings.TransactionTimeoutMilliseconds, () => TimeOut(opened, number));
        }

        return BrokerAnswer.None;
    }

    private void TimeOut(Holder holder, long number)
    {
        if (holder.Phase == Phase.Ongoing && holder.Number == number)
        {
            TimedOut++;
            holder.Epoch++;
            End(holder, isCommit: false);
        }
    }

    private void End(Holder holder, bool isCommit)
    {
        holder.Phase = isCommit ? Phase.Committing : Phase.Aborting;
        int markers = holder.Partitions.Count + holder.Groups.Count;
        int epoch = holder.Epoch;
        void Landed()
        {
            if (--markers == 0)
            {
                holder.Phase = isCommit ? Phase.Committed : Phase.Aborted;
            }
        }

        foreach (TopicPartition partition in holder.Partitions)
        {
            timeline.After(settings.MarkerDelay(), () =>
            {
                logs(partition).WriteMarker(holder.Producer, epoch, isCommit);
                Landed();
            });
        }

        foreach (string group in holder.Groups)
        {
            timeline.After(settings.MarkerDelay(), () =>
            {
                groups.EndTransaction(group, holder.Producer, isCommit);
                Landed();
            });
        }
    }

    private enum Phase
    {
        Empty,
        Ongoing,
        Committing,
        Aborting,
        Committed,
        Aborted,
    }

    private sealed class Holder(long producer)
    {
        public long Producer { get; } = producer;

        public int Epoch { get; set; } = -1;

        public Phase Phase { get; set; }

        public long Number { get; set; }

        // In the order of their coming, so that a seed always does the same.
        public OrderedSet<TopicPartition> Partitions { get; } = [];

        public OrderedSet<string> Groups { get; } = [];
    }
}
