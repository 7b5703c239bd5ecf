using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>
/// Sends a script's records, each partition in order, some of them in transactions, some of which are aborted. Topics of feeds get none: offsets
/// are in what their records lead to, and an undisturbed run has no markers.
/// </summary>
internal sealed class ScriptFeeder
{
    private const long FirstProducer = 1_000_000;

    private readonly KafkaPlan _plan;
    private readonly SimulatedCluster _cluster;
    private readonly Random _random;
    private readonly List<(TopicPartition Partition, Queue<SentRecord> Records)> _queues;
    private long _producer = FirstProducer;

    public ScriptFeeder(KafkaPlan plan, SimulatedCluster cluster, Random random)
    {
        (_plan, _cluster, _random) = (plan, cluster, random);
        _queues = [.. plan.Plan.Script
            .GroupBy(record => new TopicPartition(plan.TopicOf(record), record.Partition))
            .Select(group => (group.Key, new Queue<SentRecord>(group.Select(record => new SentRecord(record.Key, record.Value, record.Timestamp)))))];
    }

    public bool IsDone => _queues.Count == 0;

    /// <summary>Sends some records to some partition.</summary>
    public void SendSome(int most)
    {
        int index = _random.Next(_queues.Count);
        (TopicPartition partition, Queue<SentRecord> queue) = _queues[index];
        PartitionLog log = _cluster.Log(partition);
        SentRecord[] records = [.. Enumerable.Range(0, Math.Min(queue.Count, _random.Next(1, most + 1))).Select(_ => queue.Dequeue())];
        switch (_plan.IsFeed(partition.Topic) ? -1 : _random.Next(6))
        {
            case 0:
                SendInTransaction(log, records, isCommit: true);
                break;
            case 1:
                SendInTransaction(log, records, isCommit: false);
                Array.ForEach(records, log.Append);
                break;
            default:
                Array.ForEach(records, log.Append);
                break;
        }

        if (queue.Count == 0)
        {
            _queues.RemoveAt(index);
        }
    }

    /// <summary>Sends all that is left.</summary>
    public void SendAll()
    {
        foreach ((TopicPartition partition, Queue<SentRecord> queue) in _queues)
        {
            foreach (SentRecord record in queue)
            {
                _cluster.Log(partition).Append(record);
            }
        }

        _queues.Clear();
    }

    private void SendInTransaction(PartitionLog log, SentRecord[] records, bool isCommit)
    {
        long producer = _producer++;
        log.Append(producer, 0, 0, records);
        _cluster.Time.After(_random.Next(2000), () => log.WriteMarker(producer, 0, isCommit));
    }
}
