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
internal sealed class ConfluentProducer : ITransactionalProducer
{
    private readonly KafkaClientOptions _options;
    private readonly string _transactionalId;
    private readonly ClientFaults _faults;
    private readonly BoundedCalls _calls;
    private readonly IProducer<Null, Null> _producer;
    private readonly RecordSender _sender;

    public ConfluentProducer(KafkaClientOptions options, string transactionalId)
    {
        _options = options;
        _transactionalId = transactionalId;
        _faults = new(options.BootstrapServers);
        _calls = new(options.CallTimeout + ClientParts.MostLate);
        ProducerBuilder<Null, Null> builder = new(ClientProperties.OfProducer(options, transactionalId));
        builder.SetLogHandler((_, message) => options.Log?.Invoke(message));
        _producer = ClientParts.Make(builder.Build);
        _sender = new RecordSender(ClientHandles.Of(_producer.Handle), options, _faults, $"the transaction of '{transactionalId}'");
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

    public void Send(TopicPartition partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestampMilliseconds) =>
        _sender.Send(partition, key, value, isTombstone, timestampMilliseconds);

    public void Flush() => _sender.Flush();

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
        _sender.Dispose();
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

    private KafkaFaultException Timeout(string doing) =>
        _faults.Make($"{doing} the transaction of '{_transactionalId}'", KafkaFault.Unknown, new(new Error(ErrorCode.Local_TimedOut)));
}
