using System.Buffers.Binary;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;
using Record = SendFlowr.Streams.Topologies.Record;

namespace SendFlowr.Integration.Instances.Standby;

/// <summary>Counts the records of each key: the key of a record is that of its row, 8 bytes.</summary>
internal sealed class CountTopology : IProcessor
{
    public const string Table = "counts";

    private readonly byte[] _row = new byte[sizeof(long)];
    private ITable? _counts;

    /// <param name="name">Name of the topology; it reads the topic <c>sendflowr.&lt;name&gt;</c>.</param>
    public static Topology Build(string name) => new TopologyBuilder(name)
        .AddSource("in", $"sendflowr.{name}", SourceKind.Partitioned)
        .AddTable(Table)
        .AddProcessor("count", static () => new CountTopology(), sources: ["in"], tables: [Table], sinks: [])
        .Build();

    /// <summary>How often a key came, as the table has it; 0 without a row.</summary>
    public static long Count(IReadOnlyTable table, long key)
    {
        byte[] row = new byte[sizeof(long)];
        return table.TryCopy(new RowKey(0, (ulong)key), ref row, out _) ? BinaryPrimitives.ReadInt64LittleEndian(row) : 0;
    }

    public void Init(IProcessorContext context) => _counts = context.Table(Table);

    public void Process(in Record record)
    {
        RowKey key = new(0, (ulong)BinaryPrimitives.ReadInt64BigEndian(record.Key));
        long count = _counts!.TryGet(key, out ReadOnlySpan<byte> row) ? BinaryPrimitives.ReadInt64LittleEndian(row) : 0;
        BinaryPrimitives.WriteInt64LittleEndian(_row, count + 1);
        _counts.Put(key, _row);
    }

    public void Punctuate(long nowMilliseconds)
    {
    }
}
