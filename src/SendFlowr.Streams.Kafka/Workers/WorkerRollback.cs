using SendFlowr.Streams.Kafka.Metrics;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Takes tasks back to what is committed.</summary>
internal sealed class WorkerRollback(WorkerTasks tasks, BroadcastReader broadcasts, WorkerCounters counters)
{
    private bool _mustRewind;

    /// <summary>The transaction is as if it had not been, in the tasks. Their inputs are rewound later, since that asks the cluster, which may refuse.</summary>
    public void Undo()
    {
        _mustRewind = true;
        counters.Aborted();
        foreach (WorkerTask task in tasks.All)
        {
            task.HasSent = false;
            task.Task.Abort();
        }
    }

    /// <summary>After an undoing, every input begins again where the last transaction ended.</summary>
    /// <exception cref="KafkaFaultException">To be tried again.</exception>
    public void RewindIfDue(IGroupConsumer? consumer)
    {
        if (!_mustRewind || consumer is null)
        {
            return;
        }

        InputFetching.Again(consumer, [.. tasks.Inputs]);
        broadcasts.Assign(tasks.All);
        _mustRewind = false;
    }

    /// <summary>The tasks are others, or begin anew: there is nothing to rewind.</summary>
    public void Forget() => _mustRewind = false;

    /// <summary>What is committed is not known here any more: the topics know. The tasks must be restored, and their inputs begin where that leads.</summary>
    public void ToUnknown()
    {
        Undo();
        Forget();
        foreach (TaskInput input in tasks.Inputs)
        {
            input.HasSkipped = true;
        }
    }
}
