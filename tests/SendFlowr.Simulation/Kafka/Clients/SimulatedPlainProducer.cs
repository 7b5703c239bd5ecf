using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Clients;

/// <summary>An idempotent producer without transactions as librdkafka's: small batches, in order for each partition, each partition on its own.</summary>
/// <remarks>
/// A batch is not late here: what arrives when its sender is gone and its work is taken over is outside of what at least once promises, as is a
/// sender that is held still (docs/decisions/0012-at-least-once.md).
/// </remarks>
internal sealed class SimulatedPlainProducer(SimulatedProcess process) : IPlainProducer
{
    /// <summary>Few, so that what belongs together seldom is in one.</summary>
    private const int MostRecordsOfBatch = 3;

    private readonly SimulatedCluster _cluster = process.Cluster;
    private readonly long _producer = process.Cluster.Transactions.NextProducer();
    private readonly OrderedSet<TopicPartition> _partitions = [];
    private readonly Dictionary<TopicPartition, Queue<Batch>> _waiting = [];
    private readonly Dictionary<TopicPartition, int> _nextSequences = [];
    private bool _isGone;

    public void Send(TopicPartition partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestampMilliseconds)
    {
        if (!_waiting.TryGetValue(partition, out Queue<Batch>? queue))
        {
            _waiting[partition] = queue = [];
            _partitions.Add(partition);
        }

        Batch? batch = queue.LastOrDefault();
        if (batch is null || batch.IsSent || batch.Records.Count == MostRecordsOfBatch)
        {
            int sequence = _nextSequences.GetValueOrDefault(partition);
            queue.Enqueue(batch = new Batch(sequence));
            if (_cluster.Wire.Linger() is { } linger)
            {
                _cluster.Time.After(linger, () => TransmitInBackground(partition));
            }
        }

        batch.Records.Add(new SentRecord(key.ToArray(), isTombstone ? null : value.ToArray(), timestampMilliseconds));
        _nextSequences[partition] = batch.FirstSequence + batch.Records.Count;
    }

    /// <summary>Tries again and again; the process may end between two attempts, when some partitions have their records and others have not.</summary>
    public void Flush()
    {
        long end = _cluster.Time.NowMilliseconds + _cluster.Settings.CallTimeoutMilliseconds;
        while (true)
        {
            process.Call(PortCall.Flush, TransmitAll, () => $"{_waiting.Values.Sum(queue => queue.Count)} batches left");
            if (_waiting.Values.All(queue => queue.Count == 0))
            {
                return;
            }

            if (_cluster.Time.NowMilliseconds >= end)
            {
                throw new KafkaFaultException(KafkaFault.Abortable, $"Simulated: records of {process.Name} found no way to their broker.");
            }

            process.LetTimePass(50);
        }
    }

    public void Dispose() => _isGone = true;

    private void TransmitAll()
    {
        foreach (TopicPartition partition in _partitions)
        {
            while (process.IsOnline && Transmit(partition))
            {
            }
        }
    }

    private void TransmitInBackground(TopicPartition partition)
    {
        if (process.IsOnline && !_isGone)
        {
            Transmit(partition);
        }
    }

    /// <summary>Sends the first batch of a partition once; true when it was answered.</summary>
    private bool Transmit(TopicPartition partition)
    {
        Queue<Batch> queue = _waiting[partition];
        if (!queue.TryPeek(out Batch? batch))
        {
            return false;
        }

        Fate fate = process.FateOf(RequestKind.Produce);
        if (fate is Fate.Lost or Fate.Refused or Fate.Late)
        {
            return false;
        }

        batch.IsSent = true;
        if (_cluster.Log(partition).Append(_producer, batch.FirstSequence, batch.Records) != BrokerAnswer.None)
        {
            throw new InvalidOperationException($"Simulated producer: a gap in {partition}.");
        }

        if (fate == Fate.AnswerLost)
        {
            return false;
        }

        queue.Dequeue();
        return true;
    }

    private sealed class Batch(int firstSequence)
    {
        public int FirstSequence => firstSequence;

        public List<SentRecord> Records { get; } = [];

        /// <summary>It may be at its broker: nothing is added to it.</summary>
        public bool IsSent { get; set; }
    }
}
