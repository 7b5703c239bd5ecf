using System.Reflection;
using System.Runtime.InteropServices;

namespace SendFlowr.Streams.Kafka.Clients.Native;

/// <summary>
/// The few calls of librdkafka that are made for each record. Confluent.Kafka makes about five objects and a string of each; these make none.
/// The library is the one that <see cref="KafkaLibrary"/> has loaded for Confluent.Kafka.
/// </summary>
internal static unsafe partial class LibRdKafka
{
    /// <summary>The error code of a message that only says where a partition ends.</summary>
    public const int PartitionEnd = -191;

    /// <summary>The error code of a partition that does not have the offset to be read next, so that nothing of it is fetched any more.</summary>
    public const int NoSuchOffset = -140;

    /// <summary>The same, found by the leader's epoch.</summary>
    public const int LogTruncation = -139;

    /// <summary>The error code of a client that can do nothing any more.</summary>
    public const int Fatal = -150;

    private const string Name = "librdkafka";

    static LibRdKafka() =>
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), static (name, _, _) => name == Name ? KafkaLibrary.Load() : 0);

    /// <summary>The next message, or null when the time is over. Rebalances are served within.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_consumer_poll")]
    public static partial NativeMessage* ConsumerPoll(nint client, int timeoutMilliseconds);

    [LibraryImport(Name, EntryPoint = "rd_kafka_message_destroy")]
    public static partial void DestroyMessage(NativeMessage* message);

    [LibraryImport(Name, EntryPoint = "rd_kafka_message_timestamp")]
    [SuppressGCTransition]
    public static partial long TimestampOf(NativeMessage* message, out int type);

    [LibraryImport(Name, EntryPoint = "rd_kafka_message_errstr")]
    public static partial byte* ErrorTextOf(NativeMessage* message);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_name")]
    [SuppressGCTransition]
    public static partial byte* TopicName(nint topic);

    /// <summary>A handle that makes producing to a topic cheaper; to be destroyed before its client.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint CreateTopic(nint client, string name, nint settings);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_destroy")]
    public static partial void DestroyTopic(nint topic);

    /// <summary>Moves the consumer's place in a partition, waiting at most so long; 0 or an error code. The API waits without a limit.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_seek")]
    public static partial int Seek(nint topic, int partition, long offset, int timeoutMilliseconds);

    /// <summary>Hands a record over; 0 or an error that must be destroyed.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_produceva")]
    public static partial nint Produce(nint client, ProduceField* fields, nuint count);

    [LibraryImport(Name, EntryPoint = "rd_kafka_flush")]
    public static partial int Flush(nint client, int timeoutMilliseconds);

    [LibraryImport(Name, EntryPoint = "rd_kafka_poll")]
    public static partial int Poll(nint client, int timeoutMilliseconds);

    /// <summary>Records, and reports of records, that are still to be done with.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_outq_len")]
    public static partial int QueueLength(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_error_code")]
    public static partial int ErrorCodeOf(nint error);

    [LibraryImport(Name, EntryPoint = "rd_kafka_error_string")]
    public static partial byte* ErrorText(nint error);

    [LibraryImport(Name, EntryPoint = "rd_kafka_error_destroy")]
    public static partial void DestroyError(nint error);

    [LibraryImport(Name, EntryPoint = "rd_kafka_fatal_error")]
    public static partial int FatalErrorOf(nint client, byte* text, nuint textLength);
}
