using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Clients;

/// <summary>An idempotent, transactional producer as librdkafka's: batches in order for each partition, sent again until they are answered.</summary>
internal sealed class SimulatedProducer(SimulatedProcess process, string transactionalId) : ITransactionalProducer
{
    private readonly SimulatedCluster _cluster = process.Cluster;
    private readonly Dictionary<TopicPartition, int> _nextSequences = [];
    private readonly List<SentBatch> _waiting = [];
    private long _producer;
    private int _epoch = -1;
    private bool _isOpen;
    private bool _isAtBroker;
    private bool _isInDoubt;
    private KafkaFaultException? _fenced;

    public void InitTransactions() => process.Call(PortCall.InitTransactions, () =>
    {
        ThrowIfFenced();
        Require(!_isOpen, "InitTransactions within a transaction");
        process.Request(RequestKind.InitProducer, KafkaFault.Retriable, TakeEpoch);
    });

    public void Begin() => process.Call(PortCall.Begin, () =>
    {
        ThrowIfFenced();
        Require(_epoch >= 0 && !_isOpen, "Begin without InitTransactions or within a transaction");
        _isOpen = true;
    });

    public void Send(TopicPartition partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestampMilliseconds)
    {
        Require(_isOpen, "Send outside a transaction");
        SentBatch? batch = _waiting.FindLast(waiting => waiting.Partition == partition);
        if (batch is null || batch.FirstSequence >= 0)
        {
            _waiting.Add(batch = new SentBatch(partition));
            if (_cluster.Wire.Linger() is { } linger)
            {
                _cluster.Time.After(linger, () => TransmitInBackground(batch));
            }
        }

        batch.Records.Add(new SentRecord(key.ToArray(), isTombstone ? null : value.ToArray(), timestampMilliseconds));
    }

    public void Flush() => process.Call(PortCall.Flush, FlushAll);

    public void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata member) => process.Call(PortCall.SendOffsets, () =>
    {
        ThrowIfFenced();
        Require(_isOpen, "SendOffsets outside a transaction");
        var who = (SimulatedMembership)member;
        long producer = _producer;
        int epoch = _epoch;
        TopicPartitionOffset[] places = [.. offsets];
        _isAtBroker = true;
        Fencing(() => process.Request(RequestKind.CommitOffsets, KafkaFault.Unknown, () =>
        {
            BrokerAnswer added = _cluster.Transactions.AddGroup(transactionalId, epoch, who.Group);
            return added != BrokerAnswer.None
                ? added
                : _cluster.Groups.CommitOffsets(who.Group, producer, who.MemberId, who.Instance, who.Generation, places);
        }));
    }, () => $"{string.Join(' ', offsets)} as {member}");

    public void Commit() => process.Call(PortCall.Commit, () =>
    {
        ThrowIfFenced();
        Require(_isOpen, "Commit outside a transaction");

        // rd_kafka_commit_transaction flushes what is still waiting.
        FlushAll();
        End(isCommit: true);
        _isOpen = false;
    });

    public void Abort() => process.Call(PortCall.Abort, () =>
    {
        ThrowIfFenced();
        Require(_isOpen, "Abort outside a transaction");
        _isInDoubt |= _waiting.Exists(batch => batch.FirstSequence >= 0);
        _waiting.Clear();
        End(isCommit: false);
        _isOpen = false;
        if (_isInDoubt)
        {
            // What may still be on its way must not be taken for a part of the next transaction (KIP-360).
            Fencing(() => process.Request(RequestKind.InitProducer, KafkaFault.Unknown, TakeEpoch));
            _isInDoubt = false;
        }
    });

    public void Dispose()
    {
        _isOpen = false;
        _waiting.Clear();
    }

    private static void Require(bool condition, string misuse)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"Simulated producer: {misuse}.");
        }
    }

    private BrokerAnswer TakeEpoch()
    {
        BrokerAnswer answer = _cluster.Transactions.Init(transactionalId, out long producer, out int epoch);
        if (answer == BrokerAnswer.None)
        {
            _producer = producer;
            _epoch = epoch;
            _nextSequences.Clear();
        }

        return answer;
    }

    private void End(bool isCommit)
    {
        if (_isAtBroker)
        {
            int epoch = _epoch;
            Fencing(() => process.Request(
                RequestKind.EndTransaction, KafkaFault.Unknown, () => _cluster.Transactions.End(transactionalId, epoch, isCommit)));
            _isAtBroker = false;
        }
    }

    private void FlushAll()
    {
        ThrowIfFenced();
        bool isDone = process.WaitUntil(() =>
        {
            while (_waiting.Count > 0 && Transmit(_waiting[0]))
            {
            }

            return _waiting.Count == 0;
        });
        if (!isDone)
        {
            _isInDoubt = true;
            throw new KafkaFaultException(KafkaFault.Abortable, $"Simulated: records of {process.Name} found no way to their broker.");
        }
    }

    private void TransmitInBackground(SentBatch batch)
    {
        if (process.IsOnline && _fenced is null && _waiting.Contains(batch) && _waiting.Find(waiting => waiting.Partition == batch.Partition) == batch)
        {
            try
            {
                Transmit(batch);
            }
            catch (KafkaFaultException)
            {
                // Kept in _fenced: the next call of the process tells.
            }
        }
    }

    /// <summary>Sends a batch once; true when it was answered and need not be sent again.</summary>
    private bool Transmit(SentBatch batch)
    {
        Fate fate = process.FateOf(RequestKind.Produce);
        if (fate is Fate.Lost or Fate.Refused)
        {
            return false;
        }

        BrokerAnswer added = _cluster.Transactions.AddPartition(transactionalId, _epoch, batch.Partition);
        if (added == BrokerAnswer.ConcurrentTransactions)
        {
            return false;
        }

        ThrowIf(added);
        _isAtBroker = true;
        if (batch.FirstSequence < 0)
        {
            batch.FirstSequence = _nextSequences.GetValueOrDefault(batch.Partition);
            _nextSequences[batch.Partition] = batch.FirstSequence + batch.Records.Count;
        }

        if (fate is Fate.Late or Fate.Doubled)
        {
            (long producer, int epoch) = (_producer, _epoch);
            _cluster.Time.After(_cluster.Wire.LateDelay(), () => Append(batch, producer, epoch));
        }

        if (fate == Fate.Late)
        {
            return false;
        }

        ThrowIf(Append(batch, _producer, _epoch));
        if (fate == Fate.AnswerLost)
        {
            return false;
        }

        _waiting.Remove(batch);
        return true;
    }

    private BrokerAnswer Append(SentBatch batch, long producer, int epoch) =>
        _cluster.Transactions.Verify(transactionalId, epoch, batch.Partition)
            ? _cluster.Log(batch.Partition).Append(producer, epoch, batch.FirstSequence, batch.Records)
            : BrokerAnswer.InvalidTransactionState;

    private void ThrowIf(BrokerAnswer answer)
    {
        if (answer != BrokerAnswer.None)
        {
            Fencing(() => throw new KafkaFaultException(KafkaFault.Fenced, $"Simulated: produce of {process.Name}: {answer}."));
        }
    }

    /// <summary>A producer that was fenced once stays so.</summary>
    private void Fencing(Action call)
    {
        try
        {
            call();
        }
        catch (KafkaFaultException fault) when (fault.Fault == KafkaFault.Fenced)
        {
            _fenced = fault;
            throw;
        }
    }

    private void ThrowIfFenced()
    {
        if (_fenced is not null)
        {
            throw new KafkaFaultException(KafkaFault.Fenced, _fenced.Message, _fenced);
        }
    }

    private sealed class SentBatch(TopicPartition partition)
    {
        public TopicPartition Partition { get; } = partition;

        public List<SentRecord> Records { get; } = [];

        /// <summary>Negative until it is sent for the first time; from then on nothing is added to it.</summary>
        public int FirstSequence { get; set; } = -1;
    }
}
