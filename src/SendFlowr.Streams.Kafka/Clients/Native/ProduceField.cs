using System.Runtime.InteropServices;

namespace SendFlowr.Streams.Kafka.Clients.Native;

/// <summary>One argument of <c>rd_kafka_produceva</c> (<c>rd_kafka_vu_t</c> of rdkafka.h: a tag and a union of 64 bytes).</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal unsafe struct ProduceField
{
    /// <summary>The library copies key and value before the call returns.</summary>
    public const int Copy = 2;

    public static ProduceField Topic(nint handle) => new() { _tag = 2, _pointer = (void*)handle };

    public static ProduceField Partition(int partition) => new() { _tag = 3, _number = partition };

    public static ProduceField Value(byte* start, int length) => new() { _tag = 4, _pointer = start, _size = (nuint)length };

    public static ProduceField Key(byte* start, int length) => new() { _tag = 5, _pointer = start, _size = (nuint)length };

    public static ProduceField Flags(int flags) => new() { _tag = 7, _number = flags };

    public static ProduceField Timestamp(long milliseconds) => new() { _tag = 8, _long = milliseconds };

    [FieldOffset(0)]
    private int _tag;

    [FieldOffset(8)]
    private void* _pointer;

    [FieldOffset(8)]
    private int _number;

    [FieldOffset(8)]
    private long _long;

    [FieldOffset(16)]
    private nuint _size;
}
