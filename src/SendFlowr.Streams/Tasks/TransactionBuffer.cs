using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Tasks;

/// <summary>What the running transaction of one task sends, by topic and partition. Reused from one transaction to the next.</summary>
internal sealed class TransactionBuffer
{
    private readonly Dictionary<string, OutputSection?[]> _sections = new(StringComparer.Ordinal);
    private readonly List<OutputSection> _used = [];

    public TransactionBuffer(Topology topology, Func<string, int> partitionsOfTopic)
    {
        foreach (SinkDefinition sink in topology.Sinks)
        {
            _sections.TryAdd(sink.Topic, new OutputSection?[partitionsOfTopic(sink.Topic)]);
        }
    }

    /// <summary>Sections with records, in the order of their first record.</summary>
    public IReadOnlyList<OutputSection> Used => _used;

    public long Records { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>The sections of a topic by partition, for <see cref="Send"/>.</summary>
    public OutputSection?[] Partitions(string topic) => _sections[topic];

    public void Send(
        OutputSection?[] partitions, string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestamp)
    {
        if ((uint)partition >= (uint)partitions.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(partition), partition, $"Topic '{topic}' has the partitions 0 to {partitions.Length - 1}.");
        }

        OutputSection section = partitions[partition] ??= new OutputSection(topic, partition);
        int before = section.Bytes.Length;
        RecordCodec.Write(section.Bytes, key, value, isTombstone: false, timestamp);
        if (section.Count++ == 0)
        {
            _used.Add(section);
        }

        Records++;
        Bytes += section.Bytes.Length - before;
    }

    public void Clear()
    {
        foreach (OutputSection section in _used)
        {
            section.Count = 0;
            section.Bytes.Clear();
        }

        _used.Clear();
        Records = 0;
        Bytes = 0;
    }
}
