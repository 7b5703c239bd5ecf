using System.Diagnostics;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using SendFlowr.Streams.Kafka.Clients.Native;
using SendFlowr.Streams.Kafka.Ports;
using TopicPartition = SendFlowr.Streams.Kafka.Ports.TopicPartition;
using TopicPartitionOffset = SendFlowr.Streams.Kafka.Ports.TopicPartitionOffset;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>A transactional producer by Confluent.Kafka.</summary>
/// <remarks>
/// A record that its broker refused fails <see cref="Commit"/>, not <see cref="Flush"/>: reports of single records are off, as they would cost
/// as much as sending.
/// </remarks>
internal sealed unsafe class ConfluentProducer : ITransactionalProducer
{
    private static readonly TimeSpan FlushPause = TimeSpan.FromMilliseconds(1);

    private readonly KafkaClientOptions _options;
    private readonly string _transactionalId;
    private readonly ClientFaults _faults;
    private readonly BoundedCalls _calls;
    private readonly IProducer<Null, Null> _producer;
    private readonly nint _client;
    private readonly Dictionary<string, nint> _topics = [];

    public ConfluentProducer(KafkaClientOptions options, string transactionalId)
    {
        _options = options;
        _transactionalId = transactionalId;
        _faults = new(options.BootstrapServers);
        _calls = new(options.CallTimeout + ClientParts.MostLate);
        ProducerBuilder<Null, Null> builder = new(ClientProperties.OfProducer(options, transactionalId));
        builder.SetLogHandler((_, message) => options.Log?.Invoke(message));
        _producer = ClientParts.Make(builder.Build);
        _client = ClientHandles.Of(_producer.Handle);
    }

    public void InitTransactions()
    {
        try
        {
            _calls.Run(() => _producer.InitTransactions(_options.CallTimeout));
        }
        catch (TimeoutException)
        {
            throw Timeout("Taking over");
        }
        catch (KafkaException problem)
        {
            throw _faults.Taking($"Taking over the transactional id '{_transactionalId}'", problem);
        }
    }

    public void Begin() => Call("Beginning", () => _producer.BeginTransaction());

    public void Send(TopicPartition partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestampMilliseconds)
    {
        nint topic = TopicHandle(partition.Topic);
        byte nothing = 0;
        fixed (byte* keyStart = key)
        fixed (byte* valueStart = value)
        {
            // An empty span has no address, and without an address librdkafka takes a value for a tombstone.
            byte* valueAt = isTombstone ? null : valueStart is null ? &nothing : valueStart;
            ProduceField* fields = stackalloc ProduceField[]
            {
                ProduceField.Topic(topic),
                ProduceField.Partition(partition.Partition),
                ProduceField.Key(keyStart, key.Length),
                ProduceField.Value(valueAt, isTombstone ? 0 : value.Length),
                ProduceField.Timestamp(timestampMilliseconds),
                ProduceField.Flags(ProduceField.Copy),
            };
            nint error = LibRdKafka.Produce(_client, fields, 6);
            if (error != 0)
            {
                SendAgain(partition, fields, error);
            }
        }
    }

    public void Flush()
    {
        long start = Stopwatch.GetTimestamp();
        while (_producer.Flush(TimeSpan.Zero) > 0)
        {
            if (Stopwatch.GetElapsedTime(start) > _options.CallTimeout)
            {
                throw Timeout("Flushing");
            }

            _producer.Poll(FlushPause);
        }
    }

    public void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata member)
    {
        IConsumerGroupMetadata inner = ((ConfluentGroupMetadata)member).Inner;
        Call("Adding offsets to", () => _producer.SendOffsetsToTransaction(offsets.Select(ClientParts.ToClient), inner, _options.CallTimeout));
    }

    public void Commit() => Call("Committing", () => _producer.CommitTransaction(_options.CallTimeout));

    public void Abort() => Call("Aborting", () => _producer.AbortTransaction(_options.CallTimeout));

    public void Dispose() => _calls.End(DisposeClient);

    private void DisposeClient()
    {
        foreach (nint topic in _topics.Values)
        {
            LibRdKafka.DestroyTopic(topic);
        }

        _topics.Clear();
        _producer.Dispose();
    }

    private void Call(string doing, Action call)
    {
        try
        {
            _calls.Run(call);
        }
        catch (TimeoutException)
        {
            throw Timeout(doing);
        }
        catch (KafkaException problem)
        {
            throw _faults.Transaction($"{doing} the transaction of '{_transactionalId}'", problem);
        }
    }

    /// <summary>A full queue is waited for; everything else is a fault.</summary>
    private void SendAgain(TopicPartition partition, ProduceField* fields, nint error)
    {
        long start = Stopwatch.GetTimestamp();
        while (error != 0)
        {
            ErrorCode code = (ErrorCode)LibRdKafka.ErrorCodeOf(error);
            string text = Marshal.PtrToStringUTF8((nint)LibRdKafka.ErrorText(error)) ?? "";
            LibRdKafka.DestroyError(error);
            if (code != ErrorCode.Local_QueueFull)
            {
                throw SendFault(partition, code, text);
            }

            if (Stopwatch.GetElapsedTime(start) > _options.CallTimeout)
            {
                throw Timeout($"Sending to {partition} in");
            }

            _producer.Poll(FlushPause);
            error = LibRdKafka.Produce(_client, fields, 6);
        }
    }

    private KafkaFaultException SendFault(TopicPartition partition, ErrorCode code, string text)
    {
        bool isFatal = code == ErrorCode.Local_Fatal;
        if (isFatal)
        {
            byte* buffer = stackalloc byte[512];
            code = (ErrorCode)LibRdKafka.FatalErrorOf(_client, buffer, 512);
            text = Marshal.PtrToStringUTF8((nint)buffer) ?? "";
        }

        Error error = new(code, text, isFatal);
        return _faults.Make($"Sending to {partition} in the transaction of '{_transactionalId}'", ClientFaults.OfCode(error) ?? KafkaFault.Abortable, new(error));
    }

    private KafkaFaultException Timeout(string doing) =>
        _faults.Make($"{doing} the transaction of '{_transactionalId}'", KafkaFault.Unknown, new(new Error(ErrorCode.Local_TimedOut)));

    private nint TopicHandle(string name)
    {
        if (!_topics.TryGetValue(name, out nint topic))
        {
            topic = LibRdKafka.CreateTopic(_client, name, 0);
            if (topic == 0)
            {
                throw new KafkaFaultException(KafkaFault.Permanent, $"'{name}' cannot be the name of a topic.");
            }

            _topics.Add(name, topic);
        }

        return topic;
    }
}
