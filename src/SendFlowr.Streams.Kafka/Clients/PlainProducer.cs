using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using SendFlowr.Streams.Kafka.Clients.Native;
using SendFlowr.Streams.Kafka.Ports;
using TopicPartition = SendFlowr.Streams.Kafka.Ports.TopicPartition;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>An idempotent producer without transactions, by librdkafka itself.</summary>
/// <remarks>
/// There is no commit for a refused record to fail, and Confluent.Kafka tells either of each record, which costs as much as sending it, or of none.
/// This one is told of failures only.
/// </remarks>
internal sealed unsafe class PlainProducer : IPlainProducer
{
    private const string Where = "a producer without transactions";

    private readonly ClientFaults _faults;
    private readonly nint _client;
    private readonly RecordSender _sender;
    private int* _error;

    public PlainProducer(KafkaClientOptions options)
    {
        _faults = new(options.BootstrapServers);
        _error = (int*)NativeMemory.AllocZeroed(sizeof(int));
        try
        {
            _client = LibRdKafkaSetup.CreateProducer(ClientProperties.OfPlainProducer(options), &Failed, _error);
        }
        catch
        {
            NativeMemory.Free(_error);
            throw;
        }

        _sender = new RecordSender(_client, options, _faults, Where);
    }

    public void Send(TopicPartition partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestampMilliseconds) =>
        _sender.Send(partition, key, value, isTombstone, timestampMilliseconds);

    public void Flush()
    {
        _sender.Flush();
        if (*_error != 0)
        {
            Error error = new((ErrorCode)(*_error));
            *_error = 0;
            throw _faults.Make($"Sending in {Where}", ClientFaults.OfCode(error) ?? KafkaFault.Abortable, new KafkaException(error));
        }
    }

    public void Dispose()
    {
        if (_error is not null)
        {
            _sender.Dispose();
            LibRdKafkaSetup.Destroy(_client);
            NativeMemory.Free(_error);
            _error = null;
        }
    }

    /// <summary>Keeps the first error.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Failed(nint client, NativeMessage* message, int* error)
    {
        if (*error == 0)
        {
            *error = message->Error;
        }
    }
}
