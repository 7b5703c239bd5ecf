using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Wire;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>One partition that a task reads as one of its sources.</summary>
internal sealed class TaskInput(WorkerTask owner, int source, TopicPartition partition, ValueReader? values)
{
    private readonly string _name = owner.Task.Topology.Sources[source].Name;

    public WorkerTask Owner => owner;

    public int Source => source;

    public TopicPartition Partition => partition;

    /// <summary>Everything that can be read was processed.</summary>
    public bool IsAtEnd { get; set; }

    /// <summary>Where the end was that it last came to, behind records of transactions that were undone and the like; 0 before the first. Any thread.</summary>
    public long ReachedEnd { get; set; }

    /// <summary>Where the client was told to begin.</summary>
    public long FetchedFrom { get; set; }

    /// <summary>The client delivered records that could not be processed yet, so that it must go back.</summary>
    public bool HasSkipped { get; set; }

    /// <summary>The client has stopped fetching it, for there is no such offset as the one to be read.</summary>
    public bool HasLostPlace { get; set; }

    /// <summary>Why its next record cannot be read for the time being; null when it can. The records behind it are passed over meanwhile. Any thread.</summary>
    public KafkaFaultException? Waiting { get; private set; }

    /// <summary>What it waited for is there: the client must go back to <see cref="Position"/>.</summary>
    public bool CanResume => Waiting is not null && values is { IsWaiting: false };

    /// <summary>The offset after the last record processed, with the running transaction.</summary>
    public long Position => owner.Task.Current.Positions[source];

    public long CommittedPosition => owner.Task.Committed.Positions[source];

    /// <summary>It was read before, by whoever: its place is one that was committed, and not just the beginning.</summary>
    public bool HasPast { get; set; }

    /// <summary>Goes on from another place, which is committed with the next transaction.</summary>
    /// <param name="place">The place.</param>
    /// <param name="isCommitted">It is the committed place; else that of the running transaction.</param>
    public void MoveTo(long place, bool isCommitted)
    {
        (isCommitted ? owner.Task.Committed : owner.Task.Current).Positions[source] = place;
        owner.MustCommit |= HasPast || !isCommitted;
    }

    /// <summary>The client goes back to <see cref="Position"/>.</summary>
    public void Resume()
    {
        Waiting = null;
        HasSkipped = false;
        IsAtEnd = false;
    }

    /// <summary>Processes a record, unless it was processed before, or must wait. Returns whether it was.</summary>
    /// <exception cref="RecordFailedException">A processor threw.</exception>
    public bool Process(in ConsumedRecord record)
    {
        IsAtEnd = false;
        if (record.Offset < Position)
        {
            return false;
        }

        if (Waiting is not null)
        {
            HasSkipped = true;
            return false;
        }

        try
        {
            owner.Task.Process(source, new Record
            {
                Source = _name,
                Partition = partition.Partition,
                Offset = record.Offset,
                TimestampMilliseconds = record.TimestampMilliseconds,
                Key = owner.FeedKey is { } key ? key.Span : record.Key,
                Value = values is null ? record.Value : values.Read(record.Value),
                IsTombstone = record.IsTombstone,
            });
        }
        catch (KafkaFaultException exception)
        {
            Waiting = exception;
            HasSkipped = true;
            return false;
        }
        catch (Exception exception)
        {
            throw new RecordFailedException(owner.ToString(), new TopicPartitionOffset(partition, record.Offset), exception);
        }

        return true;
    }
}
