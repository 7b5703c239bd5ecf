using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>What a turn does with its tasks besides the records of the group: broadcast topics, places that are gone, punctuation, and sending what was put out.</summary>
internal sealed class WorkerProcessing(
    WorkerTasks tasks, BroadcastReader broadcasts, InputPlaces places, WorkerPunctuation punctuation, WorkerTransaction transaction, WorkerOptions options)
{
    /// <summary>Returns the records of broadcast topics, and whether a timer fired.</summary>
    /// <exception cref="RecordFailedException">A processor threw.</exception>
    /// <exception cref="TaskFailedException">A processor threw in a punctuation.</exception>
    /// <exception cref="KafkaFaultException">The cluster refused something.</exception>
    /// <exception cref="TopologyException">A place lies beyond the end of its partition.</exception>
    public (int Records, bool HasFired) Run(WorkerMembership membership, long now)
    {
        int records = broadcasts.Poll(options.MaxRecordsPerTurn);
        places.Follow(membership, broadcasts);
        bool fired = punctuation.Run(now);
        transaction.SendOutputs(tasks.All);
        return (records, fired);
    }
}
