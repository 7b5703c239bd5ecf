using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Wire;
using SendFlowr.Streams.Records;

namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>Reads what a topic holds at one moment, <c>read_committed</c>: up to the ends at its beginning. One thread; one use.</summary>
internal sealed class TopicScan : IRecordSink, IDisposable
{
    private const int MostRecordsAtOnce = 1000;

    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<TopicPartition, long> _ends;
    private readonly HashSet<TopicPartition> _open;
    private readonly ITopicReader _reader;
    private readonly RecordFilter _wanted;
    private readonly ValueReader? _values;
    private readonly List<TopicRecord> _found = [];

    /// <param name="clients">The cluster.</param>
    /// <param name="starts">Where to begin.</param>
    /// <param name="ends">Where to end, exclusive: as many.</param>
    /// <param name="wanted">Which records to return.</param>
    /// <param name="values">Reads what a registry has framed; null: nothing is.</param>
    public TopicScan(
        IKafkaClients clients,
        IReadOnlyDictionary<TopicPartition, long> starts,
        IReadOnlyDictionary<TopicPartition, long> ends,
        RecordFilter wanted,
        ValueReader? values)
    {
        _wanted = wanted;
        _values = values;
        _ends = new Dictionary<TopicPartition, long>(ends);
        _open = [.. ends.Where(it => starts[it.Key] < it.Value).Select(it => it.Key)];
        _reader = clients.CreateReader();
        _reader.Assign([.. _open.Select(partition => new TopicPartitionOffset(partition, starts[partition]))]);
    }

    /// <summary>The records, those of one partition in order.</summary>
    /// <exception cref="KafkaFaultException">The client cannot go on.</exception>
    public IEnumerable<TopicRecord> Read()
    {
        while (_open.Count > 0)
        {
            _found.Clear();
            _reader.Poll(MostRecordsAtOnce, PollWait, this);
            foreach (TopicRecord record in _found)
            {
                yield return record;
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    void IRecordSink.Take(in ConsumedRecord record)
    {
        long end = _ends[record.Partition];
        ReadOnlySpan<byte> value = _values is null || record.IsTombstone ? record.Value : _values.Read(record.Value);
        if (record.Offset < end && _wanted(record.Key, value))
        {
            _found.Add(new TopicRecord(
                record.Offset, record.TimestampMilliseconds, record.Key.ToArray(), record.IsTombstone ? null : value.ToArray(), record.Offset));
        }

        if (record.Offset >= end - 1)
        {
            _open.Remove(record.Partition);
        }
    }

    /// <summary>What stands before the end may be no record: markers of transactions, or records of aborted ones.</summary>
    void IRecordSink.ReachedEnd(TopicPartition partition, long nextOffset)
    {
        if (nextOffset >= _ends[partition])
        {
            _open.Remove(partition);
        }
    }
}
