using Client = Confluent.Kafka;
using Port = SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>Between the types of the ports and those of Confluent.Kafka.</summary>
internal static class ClientParts
{
    /// <summary>How much later than its own limit a client may say that the time is over.</summary>
    public static readonly TimeSpan MostLate = TimeSpan.FromSeconds(2);

    public static Client.TopicPartition ToClient(Port.TopicPartition partition) => new(partition.Topic, partition.Partition);

    public static Client.TopicPartitionOffset ToClient(Port.TopicPartitionOffset place) =>
        new(place.Partition.Topic, place.Partition.Partition, place.Offset);

    public static Port.TopicPartition ToPort(Client.TopicPartition partition) => new(partition.Topic, partition.Partition.Value);

    /// <summary>A client for questions about the cluster and its topics.</summary>
    public static Client.IAdminClient MakeAdmin(KafkaClientOptions options)
    {
        Client.AdminClientBuilder builder = new(ClientProperties.Common(options));
        builder.SetLogHandler((_, message) => options.Log?.Invoke(message));
        return Make(builder.Build);
    }

    /// <summary>Makes a client. What librdkafka says of a property it refuses may hold its value, so only its name is told.</summary>
    /// <exception cref="ArgumentException">A property is refused.</exception>
    public static T Make<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException or Client.KafkaException)
        {
            string[] quoted = problem.Message.Split('"');
            string named = problem.Message.StartsWith("No such configuration property", StringComparison.Ordinal) && quoted.Length > 1
                ? $"there is no property '{quoted[1]}'"
                : "a client property has a value that librdkafka does not take, or does not fit the others";
            throw new ArgumentException($"The Kafka client cannot be made: {named}. Check the client properties against librdkafka's CONFIGURATION.md.");
        }
    }

    /// <summary>
    /// Waits for an answer of an admin client, a little longer than the client itself: when a broker stands still it may never say that the time is over.
    /// </summary>
    /// <exception cref="Client.KafkaException">What the answer says, or that there was none in time.</exception>
    public static T Await<T>(Task<T> answer, KafkaClientOptions options)
    {
        Require(answer, options);
        return answer.GetAwaiter().GetResult();
    }

    /// <summary>The same for an answer without content.</summary>
    /// <exception cref="Client.KafkaException">What the answer says, or that there was none in time.</exception>
    public static void Await(Task answer, KafkaClientOptions options)
    {
        Require(answer, options);
        answer.GetAwaiter().GetResult();
    }

    private static void Require(Task answer, KafkaClientOptions options)
    {
        if (Task.WaitAny([answer], options.CallTimeout + MostLate) < 0)
        {
            throw new Client.KafkaException(new Client.Error(Client.ErrorCode.Local_TimedOut, "the client has not said what became of it"));
        }
    }
}
