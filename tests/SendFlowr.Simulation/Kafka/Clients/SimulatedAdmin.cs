using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Clients;

/// <summary>Answers about partitions.</summary>
internal sealed class SimulatedAdmin(SimulatedProcess process) : IClusterAdmin
{
    public IReadOnlyDictionary<TopicPartition, long> EndOffsets(IReadOnlyCollection<TopicPartition> partitions, bool uncommitted) =>
        Ask(partitions, log => uncommitted ? log.HighWatermark : log.LastStableOffset);

    public IReadOnlyDictionary<TopicPartition, long> StartOffsets(IReadOnlyCollection<TopicPartition> partitions) => Ask(partitions, log => log.StartOffset);

    public IReadOnlyDictionary<TopicPartition, long> OffsetsAt(IReadOnlyCollection<TopicPartition> partitions, long timestampMilliseconds) =>
        Ask(partitions, log =>
        {
            for (long offset = log.StartOffset; offset < log.HighWatermark; offset++)
            {
                if (log[offset].Record is { } record && record.TimestampMilliseconds >= timestampMilliseconds)
                {
                    return offset;
                }
            }

            return log.HighWatermark;
        });

    public IReadOnlyDictionary<string, TopicShape> Find(IReadOnlyCollection<string> topics)
    {
        Dictionary<string, TopicShape> found = [];
        process.Call(PortCall.FindTopics, () =>
        {
            if (!process.WaitUntil(() => !process.IsCut))
            {
                throw new KafkaFaultException(KafkaFault.Retriable, $"Simulated: nobody tells {process.Name} of topics.");
            }

            foreach (string topic in topics)
            {
                if (process.Cluster.ShapeOf(topic) is { } shape)
                {
                    found[topic] = shape;
                }
            }
        });
        return found;
    }

    public void Dispose()
    {
    }

    private Dictionary<TopicPartition, long> Ask(IReadOnlyCollection<TopicPartition> partitions, Func<PartitionLog, long> question)
    {
        var answers = new Dictionary<TopicPartition, long>();
        process.Call(PortCall.ListOffsets, () => process.Request(RequestKind.ListOffsets, KafkaFault.Retriable, () =>
        {
            foreach (TopicPartition partition in partitions)
            {
                answers[partition] = question(process.Cluster.Log(partition));
            }

            return BrokerAnswer.None;
        }), () => string.Join(' ', answers));
        return answers;
    }
}
