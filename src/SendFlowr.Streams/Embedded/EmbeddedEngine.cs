#pragma warning disable CA1822, CA1065
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Embedded;

/// <summary>Runs topologies in one process over a durable log in a data directory, exactly once.</summary>
/// <remarks>
/// A synchronous state machine: one thread at a time calls it (its owner); <see cref="Table"/>, <see cref="Get"/>, <see cref="ReadTopic"/>,
/// <see cref="EndOffset"/> and <see cref="Statistics"/> may be used from any thread meanwhile.
/// </remarks>
public sealed class EmbeddedEngine : IDisposable
{
    public EngineStatistics Statistics => throw new InvalidOperationException();

    public static EmbeddedEngine Open(
        EmbeddedOptions options,
        IReadOnlyList<Topology> topologies,
        IReadOnlyList<TopicSettings> topics,
        IFileSystem files,
        TimeProvider time) => throw new InvalidOperationException();

    /// <summary>Hands records to a feed source of one task; they are copied and processed by the next steps.</summary>
    public void FeedRecords(string topology, string source, int partition, RecordBatch batch) => throw new InvalidOperationException();

    /// <summary>The offset after the last committed record of a source; 0 before the first.</summary>
    public long InputPosition(string topology, string source, int partition) => throw new InvalidOperationException();

    /// <summary>Greatest timestamp processed by a task, committed; −1 before the first.</summary>
    public long StreamTime(string topology, int partition) => throw new InvalidOperationException();

    public StepResult Step(long nowMilliseconds) => throw new InvalidOperationException();

    /// <summary>Steps until nothing waits; the result adds up all steps.</summary>
    public StepResult RunUntilIdle(long nowMilliseconds) => throw new InvalidOperationException();

    /// <summary>Makes every task punctuate in the next step, whatever the time.</summary>
    public void RequestPunctuation() => throw new InvalidOperationException();

    /// <summary>Returns when everything committed so far survives a loss of power.</summary>
    public void Sync() => throw new InvalidOperationException();

    /// <summary>Appends records to a topic, each to the partition of its key, in a transaction of their own.</summary>
    public void Append(string topic, RecordBatch batch, long nowMilliseconds) => throw new InvalidOperationException();

    /// <summary>Appends records to one partition of a topic, in a transaction of their own.</summary>
    public void Append(string topic, int partition, RecordBatch batch, long nowMilliseconds) => throw new InvalidOperationException();

    /// <summary>The committed rows of a task's table. Any thread.</summary>
    public IReadOnlyTable Table(string topology, int partition, string table) => throw new InvalidOperationException();

    /// <summary>Copies a committed row. Any thread.</summary>
    public bool Get(string topology, int partition, string table, RowKey key, ref byte[] buffer, out int length) =>
        throw new InvalidOperationException();

    public int PartitionCount(string topology) => throw new InvalidOperationException();

    /// <summary>Committed records of a partition from an offset (or the first still kept) on, up to the end at the time of the call. Any thread.</summary>
    public IEnumerable<TopicRecord> ReadTopic(string topic, int partition, long fromOffset) => throw new InvalidOperationException();

    /// <summary>First offset still kept. Any thread.</summary>
    public long StartOffset(string topic, int partition) => throw new InvalidOperationException();

    /// <summary>Offset the next record will get. Any thread.</summary>
    public long EndOffset(string topic, int partition) => throw new InvalidOperationException();

    /// <summary>Syncs, and writes a snapshot of every task.</summary>
    public void Snapshot() => throw new InvalidOperationException();

    public void Dispose() => throw new InvalidOperationException();
}
