using System.Diagnostics;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using SendFlowr.Streams.Kafka.Clients.Native;
using SendFlowr.Streams.Kafka.Ports;
using TopicPartition = SendFlowr.Streams.Kafka.Ports.TopicPartition;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>Hands records over to a producer of librdkafka and waits for them. To be disposed of before the producer.</summary>
/// <param name="client">The producer.</param>
/// <param name="options">Its options.</param>
/// <param name="faults">What errors mean.</param>
/// <param name="where">Ends what is said of a record that failed, for example <c>the transaction of 'one'</c>.</param>
internal sealed unsafe class RecordSender(nint client, KafkaClientOptions options, ClientFaults faults, string where) : IDisposable
{
    private const int FlushPauseMilliseconds = 1;

    private readonly Dictionary<string, nint> _topics = [];

    /// <summary>Hands a record over; librdkafka copies it.</summary>
    /// <exception cref="KafkaFaultException">It was not taken.</exception>
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
            nint error = LibRdKafka.Produce(client, fields, 6);
            if (error != 0)
            {
                SendAgain(partition, fields, error);
            }
        }
    }

    /// <summary>Returns when every record is at its broker, or was given up.</summary>
    /// <exception cref="KafkaFaultException">Some are still on their way when the time is over.</exception>
    public void Flush()
    {
        long start = Stopwatch.GetTimestamp();
        _ = LibRdKafka.Flush(client, 0);
        while (LibRdKafka.QueueLength(client) > 0)
        {
            if (Stopwatch.GetElapsedTime(start) > options.CallTimeout)
            {
                throw Timeout("Flushing");
            }

            _ = LibRdKafka.Poll(client, FlushPauseMilliseconds);
            _ = LibRdKafka.Flush(client, 0);
        }
    }

    public void Dispose()
    {
        foreach (nint topic in _topics.Values)
        {
            LibRdKafka.DestroyTopic(topic);
        }

        _topics.Clear();
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

            if (Stopwatch.GetElapsedTime(start) > options.CallTimeout)
            {
                throw Timeout($"Sending to {partition} in");
            }

            _ = LibRdKafka.Poll(client, FlushPauseMilliseconds);
            error = LibRdKafka.Produce(client, fields, 6);
        }
    }

    private KafkaFaultException SendFault(TopicPartition partition, ErrorCode code, string text)
    {
        bool isFatal = code == ErrorCode.Local_Fatal;
        if (isFatal)
        {
            byte* buffer = stackalloc byte[512];
            code = (ErrorCode)LibRdKafka.FatalErrorOf(client, buffer, 512);
            text = Marshal.PtrToStringUTF8((nint)buffer) ?? "";
        }

        Error error = new(code, text, isFatal);
        return faults.Make($"Sending to {partition} in {where}", ClientFaults.OfCode(error) ?? KafkaFault.Abortable, new(error));
    }

    private KafkaFaultException Timeout(string doing) =>
        faults.Make($"{doing} {where}", KafkaFault.Unknown, new(new Error(ErrorCode.Local_TimedOut)));

    private nint TopicHandle(string name)
    {
        if (!_topics.TryGetValue(name, out nint topic))
        {
            topic = LibRdKafka.CreateTopic(client, name, 0);
            if (topic == 0)
            {
                throw new KafkaFaultException(KafkaFault.Permanent, $"'{name}' cannot be the name of a topic.");
            }

            _topics.Add(name, topic);
        }

        return topic;
    }
}
