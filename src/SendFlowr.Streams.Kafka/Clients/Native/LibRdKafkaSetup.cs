using System.Runtime.InteropServices;

namespace SendFlowr.Streams.Kafka.Clients.Native;

/// <summary>The calls of librdkafka that make a producer which Confluent.Kafka does not make: one that tells of failures only.</summary>
internal static unsafe partial class LibRdKafkaSetup
{
    private const int Producer = 0;
    private const int TextBytes = 512;

    /// <summary>A producer.</summary>
    /// <param name="properties">Its properties.</param>
    /// <param name="failed">Told of each record that was refused or given up, in the thread that polls or flushes.</param>
    /// <param name="passed">Passed to it.</param>
    /// <exception cref="ArgumentException">A property is refused. Its value, which may be a secret, is not told.</exception>
    public static nint CreateProducer(
        IEnumerable<KeyValuePair<string, string>> properties, delegate* unmanaged[Cdecl]<nint, NativeMessage*, int*, void> failed, int* passed)
    {
        // The other class finds the library.
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(LibRdKafka).TypeHandle);
        nint settings = NewSettings();
        byte* text = stackalloc byte[TextBytes];
        foreach ((string name, string value) in properties)
        {
            if (Set(settings, name, value, text, TextBytes) != 0)
            {
                DestroySettings(settings);
                throw Refused($"the property '{name}' does not exist, or has a value that librdkafka does not take");
            }
        }

        SetLog(settings, 0);
        SetOpaque(settings, passed);
        SetReports(settings, failed);
        nint client = New(Producer, settings, text, TextBytes);
        if (client == 0)
        {
            DestroySettings(settings);
            throw Refused("the client properties do not fit each other");
        }

        return client;
    }

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_destroy")]
    public static partial void Destroy(nint client);

    private static ArgumentException Refused(string why) => new($"The Kafka client cannot be made: {why}. Check the client properties against librdkafka's CONFIGURATION.md.");

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_conf_new")]
    private static partial nint NewSettings();

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_conf_destroy")]
    private static partial void DestroySettings(nint settings);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(nint settings, string name, string value, byte* text, nuint textLength);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_conf_set_log_cb")]
    private static partial void SetLog(nint settings, nint told);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_conf_set_opaque")]
    private static partial void SetOpaque(nint settings, int* passed);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_conf_set_dr_msg_cb")]
    private static partial void SetReports(nint settings, delegate* unmanaged[Cdecl]<nint, NativeMessage*, int*, void> told);

    /// <summary>Takes the settings over, unless it fails.</summary>
    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_new")]
    private static partial nint New(int type, nint settings, byte* text, nuint textLength);
}
