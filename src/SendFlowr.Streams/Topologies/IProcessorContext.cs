using SendFlowr.Streams.Tables;

namespace SendFlowr.Streams.Topologies;

/// <summary>What a task offers its processors.</summary>
public interface IProcessorContext
{
    TaskId Task { get; }

    /// <summary>Number of tasks of this topology, 1 or more.</summary>
    int PartitionCount { get; }

    /// <summary>The greatest timestamp of any record processed by this task, −1 before the first. Part of the committed state.</summary>
    long StreamTimeMilliseconds { get; }

    /// <summary>The driver's wall time of the running call; the same when the input is replayed.</summary>
    long NowMilliseconds { get; }

    /// <summary>
    /// In a punctuation: whether everything that is known to be in this task's inputs has been processed. False in a backlog, and while
    /// a record is processed. What other tasks have still to send to this one is not known and does not count.
    /// </summary>
    bool IsCaughtUp { get; }

    ITable Table(string name);

    ISink Sink(string name);

    /// <summary>Asks for another <see cref="IProcessor.Punctuate"/> as soon as waiting records allow.</summary>
    void RequestPunctuation();
}

/// <summary>A topic this task writes to. What is sent becomes visible to others when the transaction commits.</summary>
public interface ISink
{
    /// <summary>Sends to the partition murmur2(key) mod partitions, as Kafka's default partitioner does.</summary>
    void Send(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMilliseconds);

    /// <summary>Sends to a partition chosen by the caller.</summary>
    void Send(int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMilliseconds);
}
