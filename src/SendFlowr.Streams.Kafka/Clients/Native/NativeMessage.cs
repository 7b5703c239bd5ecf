using System.Runtime.InteropServices;

namespace SendFlowr.Streams.Kafka.Clients.Native;

/// <summary>A message as librdkafka lays it out (<c>rd_kafka_message_t</c> of its rdkafka.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    public int Error;
    public nint Topic;
    public int Partition;
    public byte* Value;
    public nuint ValueLength;
    public byte* Key;
    public nuint KeyLength;
    public long Offset;
    public nint Private;
}
