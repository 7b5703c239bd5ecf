using System.Globalization;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>
/// Holds the places of inputs against what the cluster has. A place before the start of its partition goes to the start, and what lay between is
/// told as lost; a place beyond the end is of another topic, and nothing can go on from it.
/// </summary>
internal sealed class InputPlaces(IClusterAdmin admin, Action<string> note)
{
    private readonly HashSet<TopicPartitionOffset> _told = [];

    /// <summary>Offsets that were gone before they were read. Any thread.</summary>
    public long Lost { get; private set; }

    /// <summary>Mends the committed places of tasks that are about to run. One without a past begins at the start, which is no loss.</summary>
    /// <exception cref="TopologyException">A place lies beyond the end.</exception>
    /// <exception cref="KafkaFaultException">The cluster does not answer.</exception>
    public void MendCommitted(IEnumerable<TaskInput> inputs) => Mend([.. inputs], isCommitted: true);

    /// <summary>Mends places that were found missing while tasks run, and reads on from there.</summary>
    /// <exception cref="TopologyException">A place lies beyond the end.</exception>
    /// <exception cref="KafkaFaultException">The cluster does not answer.</exception>
    public void Follow(WorkerMembership membership, BroadcastReader broadcasts)
    {
        if (membership.Lost.Count > 0)
        {
            Mend(membership.Lost, isCommitted: false);
            membership.FetchFromRunning();
        }

        if (broadcasts.Lost.Count > 0)
        {
            Mend(broadcasts.Lost, isCommitted: false);
            broadcasts.Resume();
        }
    }

    private void Mend(IReadOnlyCollection<TaskInput> inputs, bool isCommitted)
    {
        TopicPartition[] partitions = [.. inputs.Select(input => input.Partition).Distinct()];
        if (partitions.Length == 0)
        {
            return;
        }

        IReadOnlyDictionary<TopicPartition, long> ends = admin.EndOffsets(partitions, uncommitted: true);
        IReadOnlyDictionary<TopicPartition, long> starts = admin.StartOffsets(partitions);
        foreach (TaskInput input in inputs)
        {
            long place = isCommitted ? input.CommittedPosition : input.Position;
            if (place > ends[input.Partition])
            {
                throw Beyond(input, place, ends[input.Partition]);
            }

            long start = starts[input.Partition];
            if (place < start)
            {
                if (input.HasPast || !isCommitted)
                {
                    Tell(input, place, start);
                }

                input.MoveTo(start, isCommitted);
            }
        }
    }

    private void Tell(TaskInput input, long place, long start)
    {
        if (_told.Add(new TopicPartitionOffset(input.Partition, place)))
        {
            Lost += start - place;
            note(string.Create(
                CultureInfo.InvariantCulture,
                $"{input.Partition} begins at {start}, and {input.Owner} had read it up to {place}: {start - place} offsets were removed by retention before they were ")
                + "processed. It goes on from the start. Raise retention.ms of the topic above the longest time the instances are down or behind.");
        }
    }

    private static TopologyException Beyond(TaskInput input, long place, long end) => new(
        string.Create(CultureInfo.InvariantCulture, $"{input.Partition} ends at {end}, and {input.Owner} has read it up to {place}: ")
        + "the topic was deleted and made anew, or its brokers lost records. "
        + (input.Owner.Changelog is null
            ? "If it was made anew on purpose, set the group's offsets of it to its start (kafka-consumer-groups --reset-offsets) while no instance runs."
            : TaskLayout.NewPrefixRemedy));
}
