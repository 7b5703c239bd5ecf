using SendFlowr.Streams.Kafka.Metrics;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Takes tasks back to what is committed.</summary>
internal sealed class WorkerRollback(WorkerTasks tasks, BroadcastReader broadcasts, WorkerCounters counters)
{
    /// <summary>The transaction is as if it had not been, in the tasks; their inputs must be rewound before they go on.</summary>
    public void Undo()
    {
        counters.Aborted();
        foreach (WorkerTask task in tasks.All)
        {
            task.HasSent = false;
            task.Task.Abort();
        }
    }

    /// <summary>Every input begins again where the last transaction ended.</summary>
    /// <exception cref="KafkaFaultException">To be tried again.</exception>
    public void Rewind(IGroupConsumer consumer)
    {
        foreach (TaskInput input in tasks.Inputs)
        {
            input.IsAtEnd = false;
            consumer.Seek(new TopicPartitionOffset(input.Partition, input.CommittedPosition));
        }

        broadcasts.Assign(tasks.All);
    }

    /// <summary>What is committed is not known here any more: the topics know. The tasks must be restored, and their inputs begin where that leads.</summary>
    public void ToUnknown()
    {
        Undo();
        foreach (TaskInput input in tasks.Inputs)
        {
            input.HasSkipped = true;
        }
    }
}
