using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Tests.Support;
using SendFlowr.Streams.Topologies;
using Xunit.Abstractions;

namespace SendFlowr.Streams.Tests.Embedded;

public sealed class AllocationTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>What a step allocates does not depend on its records: less than a byte for each of those measured.</summary>
    [Fact]
    public void processes_records_without_allocating()
    {
        Topology topology = new TopologyBuilder("copy")
            .AddSource("in", "in", SourceKind.Partitioned)
            .AddTable("rows")
            .AddSink("out", "out")
            .AddProcessor("copy", () => new Copy(), ["in"], ["rows"], ["out"])
            .Build();
        using EmbeddedEngine engine = EmbeddedEngine.Open(
            CountingTopology.Options(_directory.Path) with { TailCacheBytes = 2 << 20 },
            [topology],
            [new("in", 1), new("out", 1)],
            new PhysicalFileSystem(),
            TimeProvider.System);
        var batch = new RecordBatch();
        byte[] key = new byte[RowKey.SizeBytes];
        for (int record = 0; record < 5000; record++)
        {
            new RowKey(1, (ulong)record).Write(key);
            batch.Add(key, "0123456789012345678901234567890123456789"u8, record);
        }

        // The first rounds grow buffers and compile.
        long allocated = 0;
        for (int round = -20; round < 20; round++)
        {
            engine.Append("in", batch, 1);
            long before = GC.GetAllocatedBytesForCurrentThread();
            engine.Step(1).Records.ShouldBe(5000);
            allocated += round < 0 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        double perRecord = allocated / 100_000.0;
        output.WriteLine($"{perRecord:F3} bytes a record");
        perRecord.ShouldBeLessThan(1);
    }

    private sealed class Copy : IProcessor
    {
        private ITable _rows = null!;
        private ISink _out = null!;

        public void Init(IProcessorContext context)
        {
            _rows = context.Table("rows");
            _out = context.Sink("out");
        }

        public void Process(in Record record)
        {
            RowKey key = RowKey.Read(record.Key);
            _rows.TryGet(key, out _);
            _rows.Put(key, record.Value);
            _out.Send(record.Key, record.Value, record.TimestampMilliseconds);
        }

        public void Punctuate(long nowMilliseconds)
        {
        }
    }
}
