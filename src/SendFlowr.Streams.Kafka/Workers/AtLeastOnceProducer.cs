using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>
/// The calls of a transaction without one: at least once. Whatever ends in the middle, each record is processed again until what it leads to is at
/// its brokers; of a changelog a restore finds a commit whole or not at all.
/// </summary>
/// <remarks>
/// <para>The order of a commit: outputs are at their brokers; the group takes this member for one of its own; the changes of each task are at its
/// changelog as one redo (<see cref="RedoCodec"/>); then they follow one by one, positions last; then the group's offsets. Positions before outputs
/// would lose what is put out; rows one by one without a redo would leave a half of them after a crash, and a record that one row says was seen
/// would never reach the others.</para>
/// <para>What it cannot do: shut out a member that is held still between that question and the end of its writing for longer than its session. Its
/// changes then land on top of its successor's.</para>
/// </remarks>
internal sealed class AtLeastOnceProducer(IPlainProducer producer, WorkerGuards guards) : ITransactionalProducer
{
    private readonly Dictionary<TopicPartition, GrowableBytes> _changes = [];
    private IGroupMetadata? _member;
    private IReadOnlyCollection<TopicPartitionOffset> _committed = [];
    private long _newestMilliseconds;

    /// <summary>There is nothing to take over.</summary>
    public void InitTransactions()
    {
    }

    public void Begin()
    {
    }

    public void Send(TopicPartition partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestampMilliseconds) =>
        producer.Send(partition, key, value, isTombstone, timestampMilliseconds);

    /// <summary>Held back until all outputs are there.</summary>
    public void SendChange(TopicPartition changelog, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestampMilliseconds)
    {
        if (!_changes.TryGetValue(changelog, out GrowableBytes? changes))
        {
            _changes[changelog] = changes = new GrowableBytes();
        }

        RecordCodec.Write(changes, key, value, isTombstone, timestampMilliseconds);
        _newestMilliseconds = timestampMilliseconds;
    }

    public void Prepare(IGroupMetadata member, IReadOnlyCollection<TopicPartitionOffset> committed) => (_member, _committed) = (member, committed);

    public void Flush()
    {
        producer.Flush();
        if (_changes.Values.All(changes => changes.Length == 0))
        {
            return;
        }

        // Who was put out while it was held still learns it here, before it writes over what its successor has written.
        _member?.CommitOffsets(_committed);
        WriteChanges();
    }

    public void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata member) => member.CommitOffsets(offsets);

    /// <summary>All is there already, but for those who send offsets before they flush.</summary>
    public void Commit()
    {
        if (!guards.FlushBeforeOffsets)
        {
            SendChanges();
            producer.Flush();
        }
    }

    /// <summary>What was sent cannot be taken back; what of it is there, the topics know.</summary>
    /// <exception cref="KafkaFaultException">Always.</exception>
    public void Abort() => throw new KafkaFaultException(
        KafkaFault.Unknown, "What was sent outside of a transaction cannot be taken back. The tables are read again from their changelogs.");

    public void Dispose() => producer.Dispose();

    private void WriteChanges()
    {
        List<(TopicPartition Changelog, int Chunks)> redone = [];
        if (guards.RedoBeforeRows)
        {
            foreach ((TopicPartition changelog, GrowableBytes changes) in _changes.Where(it => it.Value.Length > 0))
            {
                redone.Add((changelog, RedoCodec.Send(producer, changelog, changes.Span, _newestMilliseconds)));
            }

            producer.Flush();
        }

        SendChanges();
        foreach ((TopicPartition changelog, int chunks) in redone)
        {
            RedoCodec.SendEnd(chunks, key => producer.Send(changelog, key, default, isTombstone: true, _newestMilliseconds));
        }

        producer.Flush();
    }

    private void SendChanges()
    {
        foreach ((TopicPartition changelog, GrowableBytes changes) in _changes)
        {
            ReadOnlySpan<byte> bytes = changes.Span;
            for (int at = 0; at < bytes.Length;)
            {
                EncodedRecord record = RecordCodec.Read(bytes, ref at);
                producer.Send(changelog, record.Key, record.Value, record.IsTombstone, record.Timestamp);
            }

            changes.Clear();
        }
    }
}
