using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Takes tasks back to what is committed.</summary>
internal sealed class WorkerRollback(WorkerTasks tasks, BroadcastReader broadcasts)
{
    /// <summary>The transaction is as if it had not been: every task and its inputs begin again where the last one ended.</summary>
    public void ToLastCommit(IGroupConsumer consumer)
    {
        foreach (WorkerTask task in tasks.All)
        {
            task.HasSent = false;
            task.Task.Abort();
            foreach (TaskInput input in task.Inputs)
            {
                input.IsAtEnd = false;
                consumer.Seek(new TopicPartitionOffset(input.Partition, input.CommittedPosition));
            }
        }

        broadcasts.Assign(tasks.All);
    }

    /// <summary>What is committed is not known here any more: the topics know. The tasks must be restored, and their inputs begin where that leads.</summary>
    public void ToUnknown()
    {
        foreach (WorkerTask task in tasks.All)
        {
            task.HasSent = false;
            task.Task.Abort();
            foreach (TaskInput input in task.Inputs)
            {
                input.HasSkipped = true;
            }
        }
    }
}
