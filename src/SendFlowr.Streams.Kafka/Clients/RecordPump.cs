using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using SendFlowr.Streams.Kafka.Clients.Native;
using SendFlowr.Streams.Kafka.Ports;
using TopicPartition = SendFlowr.Streams.Kafka.Ports.TopicPartition;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>
/// Takes the messages of a consumer, one at a time, and hands their bytes to a sink where librdkafka has them: nothing is copied or allocated.
/// One thread at a time.
/// </summary>
/// <remarks>
/// One at a time, because a batch call serves rebalances between the messages it collects: partitions would be handed over before what was
/// collected earlier is delivered.
/// </remarks>
internal sealed unsafe class RecordPump(Handle handle, string reader, ClientFaults faults)
{
    private readonly nint _client = ClientHandles.Of(handle);
    private readonly Dictionary<nint, TopicName> _topics = [];

    /// <summary>As <see cref="IGroupConsumer.Poll"/>; <paramref name="isDone"/> is asked before each message, and true ends the poll early.</summary>
    public int Poll(int maxRecords, TimeSpan wait, IRecordSink sink, Func<bool> isDone)
    {
        int delivered = 0;
        int waitMilliseconds = (int)wait.TotalMilliseconds;
        while (delivered < maxRecords && !isDone())
        {
            NativeMessage* message = LibRdKafka.ConsumerPoll(_client, waitMilliseconds);
            if (message is null)
            {
                break;
            }

            try
            {
                delivered += Deliver(message, sink);
            }
            finally
            {
                LibRdKafka.DestroyMessage(message);
            }

            waitMilliseconds = 0;
        }

        return delivered;
    }

    private int Deliver(NativeMessage* message, IRecordSink sink)
    {
        if (message->Error == LibRdKafka.PartitionEnd)
        {
            sink.ReachedEnd(new(TopicOf(message->Topic), message->Partition), message->Offset);
            return 0;
        }

        if (message->Error is LibRdKafka.NoSuchOffset or LibRdKafka.LogTruncation && message->Topic != 0)
        {
            sink.LostPlace(new(TopicOf(message->Topic), message->Partition));
            return 0;
        }

        if (message->Error != 0)
        {
            Report(message);
            return 0;
        }

        ConsumedRecord record = new()
        {
            Partition = new TopicPartition(TopicOf(message->Topic), message->Partition),
            Offset = message->Offset,
            TimestampMilliseconds = LibRdKafka.TimestampOf(message, out _),
            Key = new(message->Key, (int)message->KeyLength),
            Value = new(message->Value, (int)message->ValueLength),
            IsTombstone = message->Value is null,
        };
        sink.Take(in record);
        return 1;
    }

    /// <summary>An address may come to stand for another topic, so the name behind it is compared each time.</summary>
    private string TopicOf(nint topic)
    {
        ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(LibRdKafka.TopicName(topic));
        if (!_topics.TryGetValue(topic, out TopicName known) || !name.SequenceEqual(known.Bytes))
        {
            known = new(name.ToArray(), string.Intern(Encoding.UTF8.GetString(name)));
            _topics[topic] = known;
        }

        return known.Text;
    }

    private void Report(NativeMessage* message)
    {
        ErrorCode code = (ErrorCode)message->Error;
        bool isFatal = message->Error == LibRdKafka.Fatal;
        string text = Marshal.PtrToStringUTF8((nint)LibRdKafka.ErrorTextOf(message)) ?? "";
        if (isFatal)
        {
            byte* buffer = stackalloc byte[512];
            code = (ErrorCode)LibRdKafka.FatalErrorOf(_client, buffer, 512);
            text = Marshal.PtrToStringUTF8((nint)buffer) ?? "";
        }

        if (faults.Reported($"Reading as {reader}", code, text, isFatal) is { } fault)
        {
            throw fault;
        }
    }

    private readonly record struct TopicName(byte[] Bytes, string Text);
}
