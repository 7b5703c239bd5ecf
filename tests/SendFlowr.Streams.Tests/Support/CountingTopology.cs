using System.Buffers.Binary;
using System.Text;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Tests.Support;

/// <summary>Counts records per key in a table and forwards every count; the smallest topology that uses everything.</summary>
public static class CountingTopology
{
    public const string Input = "words";
    public const string Output = "counts";

    public static Topology Create() =>
        new TopologyBuilder("count")
            .AddSource("words", Input, SourceKind.Partitioned)
            .AddTable("counts")
            .AddSink("counts", Output)
            .AddProcessor("counter", () => new ScriptedProcessor(Count), ["words"], ["counts"], ["counts"])
            .Build();

    public static TopicSettings[] Topics(int partitions = 2, TimeSpan? retention = null) =>
        [new(Input, partitions, retention), new(Output, partitions, retention)];

    public static EmbeddedOptions Options(string directory) => new() { Directory = directory, Workers = 1 };

    public static EmbeddedEngine Open(string directory) => Open(Options(directory));

    public static EmbeddedEngine Open(EmbeddedOptions options, TopicSettings[]? topics = null, IFileSystem? files = null) =>
        EmbeddedEngine.Open(options, [Create()], topics ?? Topics(), files ?? new PhysicalFileSystem(), TimeProvider.System);

    public static RowKey Key(ReadOnlySpan<byte> key) => new(Partitioner.Murmur2(key), (ulong)key.Length);

    public static RecordBatch Words(params string[] words)
    {
        var batch = new RecordBatch();
        foreach (string word in words)
        {
            batch.Add(Encoding.UTF8.GetBytes(word), "x"u8, 1000);
        }

        return batch;
    }

    /// <summary>The count of a word, 0 when it has no row.</summary>
    public static long CountOf(EmbeddedEngine engine, string word)
    {
        byte[] key = Encoding.UTF8.GetBytes(word);
        byte[] buffer = new byte[8];
        int partition = Partitioner.PartitionFor(key, engine.PartitionCount("count"));
        return engine.Get("count", partition, "counts", Key(key), ref buffer, out _)
            ? BinaryPrimitives.ReadInt64LittleEndian(buffer)
            : 0;
    }

    private static void Count(IProcessorContext context, in Record record)
    {
        ITable table = context.Table("counts");
        RowKey key = Key(record.Key);
        long count = table.TryGet(key, out ReadOnlySpan<byte> row) ? BinaryPrimitives.ReadInt64LittleEndian(row) : 0;
        Span<byte> next = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(next, count + 1);
        table.Put(key, next);
        context.Sink("counts").Send(record.Key, next, record.TimestampMilliseconds);
    }
}
