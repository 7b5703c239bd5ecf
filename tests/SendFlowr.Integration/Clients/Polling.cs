using System.Diagnostics;
using System.Text;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Clients;

/// <summary>Turns of clients until something has happened.</summary>
internal static class Polling
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    public static void Until(Func<bool> isDone, string what, params Action[] turns)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isDone())
        {
            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Limit, what);
            foreach (Action turn in turns)
            {
                turn();
            }
        }
    }

    public static void PollUntil(this IGroupConsumer consumer, RecordList into, Func<bool> isDone, string what) =>
        Until(isDone, what, () => consumer.Poll(1000, Turn, into));

    /// <summary>Everything a reader gets of partitions from their starts, up to the ends it is told of.</summary>
    public static RecordList ReadAll(this IKafkaClients clients, params TopicPartition[] partitions)
    {
        using ITopicReader reader = clients.CreateReader();
        RecordList list = new();
        reader.Assign([.. partitions.Select(partition => new TopicPartitionOffset(partition, 0))]);
        Until(() => list.Ends.Count == partitions.Length, "the ends of all partitions", () => reader.Poll(1000, Turn, list));
        return list;
    }

    public static void Send(this ITransactionalProducer producer, TopicPartition partition, string key, string? value, long timestamp = 1_700_000_000_000) =>
        producer.Send(partition, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value ?? ""), value is null, timestamp);

    /// <summary>One committed transaction with these values.</summary>
    public static void Write(this IKafkaClients clients, TopicPartition partition, params string[] values)
    {
        using ITransactionalProducer producer = clients.CreateProducer($"writer-{partition}");
        producer.InitTransactions();
        producer.Begin();
        foreach (string value in values)
        {
            producer.Send(partition, "key", value);
        }

        producer.Commit();
    }
}
