using System.Buffers.Binary;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Integration.Engine;

/// <summary>A topology that counts the records of each key of one topic.</summary>
internal static class CountedKeys
{
    public const string Name = "keys";

    public static Topology Of(string topic) => new TopologyBuilder(Name)
        .AddSource("in", topic, SourceKind.Partitioned)
        .AddTable("counts")
        .AddProcessor("count", static () => new Processor(), ["in"], ["counts"], [])
        .Build();

    private sealed class Processor : IProcessor
    {
        private ITable _counts = null!;

        public void Init(IProcessorContext context) => _counts = context.Table("counts");

        public void Process(in Streams.Topologies.Record record)
        {
            RowKey key = new(Partitioner.Murmur2(record.Key), (ulong)record.Key.Length);
            long count = _counts.TryGet(key, out ReadOnlySpan<byte> row) ? BinaryPrimitives.ReadInt64LittleEndian(row) : 0;
            Span<byte> next = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(next, count + 1);
            _counts.Put(key, next);
        }

        public void Punctuate(long nowMilliseconds)
        {
        }
    }
}
