using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Wire;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>Writes records in transactions that no group has a part in. One thread at a time; after an exception a new one is needed.</summary>
public sealed class KafkaWriter : IDisposable
{
    private readonly ITransactionalProducer _producer;
    private readonly RegistryFraming? _framing;
    private readonly GrowableBytes _framed = new();
    private bool _isOpen;

    internal KafkaWriter(ITransactionalProducer producer, RegistryFraming? framing = null)
    {
        _producer = producer;
        _framing = framing;
        try
        {
            KafkaCluster.Ask(() =>
            {
                producer.InitTransactions();
                return true;
            });
        }
        catch
        {
            producer.Dispose();
            throw;
        }
    }

    /// <summary>Hands a record over; it is readable after <see cref="Commit"/>.</summary>
    /// <param name="topic">Name in the cluster.</param>
    /// <param name="partitions">Partitions of the topic: the record goes where its key belongs.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; a single-object header becomes that of the registry, where there is one.</param>
    /// <param name="timestampMilliseconds">Milliseconds since 1970.</param>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public void Write(string topic, int partitions, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMilliseconds) =>
        Send(topic, partitions, key, value, isTombstone: false, timestampMilliseconds);

    /// <summary>Hands a tombstone over: the key is gone from a compacted topic.</summary>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public void Delete(string topic, int partitions, ReadOnlySpan<byte> key, long timestampMilliseconds) =>
        Send(topic, partitions, key, default, isTombstone: true, timestampMilliseconds);

    /// <summary>Hands the records of a batch over, each to the partition of its key.</summary>
    /// <param name="topic">Name in the cluster.</param>
    /// <param name="partitions">Partitions of the topic.</param>
    /// <param name="batch">The records; they are copied.</param>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public void Write(string topic, int partitions, RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ReadOnlySpan<byte> bytes = batch.Encoded.Span;
        int offset = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            offset += sizeof(long);
            EncodedRecord record = RecordCodec.Read(bytes, ref offset);
            Send(topic, partitions, record.Key, record.Value, record.IsTombstone, record.Timestamp);
        }
    }

    /// <summary>Makes what was written readable, all of it or, when this throws, perhaps nothing.</summary>
    /// <exception cref="KafkaUnreachableException">The cluster does not answer, or refuses.</exception>
    public void Commit()
    {
        if (_isOpen)
        {
            _isOpen = false;
            KafkaCluster.Ask(() =>
            {
                _producer.Flush();
                _producer.Commit();
                return true;
            });
        }
    }

    public void Dispose() => _producer.Dispose();

    private void Send(string topic, int partitions, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestampMilliseconds)
    {
        try
        {
            if (!_isOpen)
            {
                _producer.Begin();
                _isOpen = true;
            }

            _producer.Send(new TopicPartition(topic, Partitioner.PartitionFor(key, partitions)), key, Framed(topic, value), isTombstone, timestampMilliseconds);
        }
        catch (KafkaFaultException exception)
        {
            throw new KafkaUnreachableException(exception.Message, exception);
        }
    }

    private ReadOnlySpan<byte> Framed(string topic, ReadOnlySpan<byte> value)
    {
        if (_framing?.FrameOf(topic) is not { } frame)
        {
            return value;
        }

        _framed.Clear();
        _framed.Write(value);
        return frame.Apply(_framed.Slice(0, value.Length));
    }
}
