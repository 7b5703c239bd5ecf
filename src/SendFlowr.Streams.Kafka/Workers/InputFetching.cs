using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Has a member fetch its inputs from the places that their tasks have.</summary>
internal static class InputFetching
{
    /// <summary>From the committed places: whatever the client does not deliver from there by itself is sought.</summary>
    /// <exception cref="KafkaFaultException">To be tried again.</exception>
    public static void FromCommitted(IGroupConsumer consumer, IReadOnlyCollection<TaskInput> inputs) =>
        Go(consumer, inputs, static input => input.CommittedPosition, static input => input.HasSkipped || input.FetchedFrom != input.CommittedPosition);

    /// <summary>From the committed places once more, whatever was delivered since.</summary>
    /// <exception cref="KafkaFaultException">To be tried again.</exception>
    public static void Again(IGroupConsumer consumer, IReadOnlyCollection<TaskInput> inputs) =>
        Go(consumer, inputs, static input => input.CommittedPosition, static _ => true);

    /// <summary>All from the places of the running transaction.</summary>
    /// <exception cref="KafkaFaultException">To be tried again.</exception>
    public static void FromRunning(IGroupConsumer consumer, IReadOnlyCollection<TaskInput> inputs) =>
        Go(consumer, inputs, static input => input.Position, static _ => true);

    private static void Go(IGroupConsumer consumer, IReadOnlyCollection<TaskInput> inputs, Func<TaskInput, long> placeOf, Func<TaskInput, bool> mustSeek)
    {
        if (inputs.Any(input => input.HasLostPlace))
        {
            consumer.SeekAll([.. inputs.Select(input => new TopicPartitionOffset(input.Partition, placeOf(input))).Distinct()]);
            foreach (TaskInput input in inputs)
            {
                Went(input, placeOf(input));
            }

            return;
        }

        foreach (TaskInput input in inputs.Where(mustSeek))
        {
            consumer.Seek(new TopicPartitionOffset(input.Partition, placeOf(input)));
            Went(input, placeOf(input));
        }
    }

    private static void Went(TaskInput input, long place)
    {
        input.FetchedFrom = place;
        input.HasSkipped = false;
        input.HasLostPlace = false;
        input.IsAtEnd = false;
    }
}
