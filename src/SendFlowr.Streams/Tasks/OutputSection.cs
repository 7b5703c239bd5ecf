using SendFlowr.Streams.Buffers;

namespace SendFlowr.Streams.Tasks;

/// <summary>Records that a transaction sends to one partition of a topic, encoded by <see cref="RecordCodec"/>, in order.</summary>
internal sealed class OutputSection(string topic, int partition)
{
    public string Topic => topic;

    public int Partition => partition;

    public int Count { get; set; }

    public GrowableBytes Bytes { get; } = new();
}
