using System.Buffers.Binary;
using SendFlowr.Simulation.Files;
using SendFlowr.Simulation.Kafka.Clients;
using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Simulation.Kafka.Faults;

/// <summary>What a worker without transactions writes and in which order, and what becomes of a commit that ended in the middle.</summary>
public class AtLeastOnceTests
{
    private const byte StateKey = 255;
    private static readonly TopicPartition Output = new("out", 0);
    private static readonly TopicPartition Changelog = new(WorkerBench.Changelog, 0);

    [Fact]
    public void outputs_are_there_before_the_group_is_asked_and_a_redo_before_the_changes()
    {
        var log = new Log();
        AtLeastOnceProducer producer = Commit(log, static () => { });
        producer.SendOffsets([], new Member(log, static () => { }));
        log.Lines.ShouldBe(["out", "flush", "group", "redo", "flush", "row", "end", "flush", "group"]);
    }

    [Fact]
    public void a_member_that_was_put_out_writes_none_of_its_changes()
    {
        var log = new Log();
        Should.Throw<KafkaFaultException>(() => Commit(log, static () => throw new KafkaFaultException(KafkaFault.Fenced, "put out")));
        log.Lines.ShouldBe(["out", "flush", "group"]);
    }

    [Fact]
    public void what_was_sent_cannot_be_taken_back() =>
        Should.Throw<KafkaFaultException>(new AtLeastOnceProducer(new Log(), WorkerGuards.All).Abort).Fault.ShouldBe(KafkaFault.Unknown);

    [Fact]
    public void a_redo_of_several_records_counts_only_as_a_whole()
    {
        byte[] changes = new byte[1_200_000];
        new Random(1).NextBytes(changes);
        var chunks = new Log();
        RedoCodec.Send(chunks, Changelog, changes, 5).ShouldBe(3);
        var reader = new RedoReader();
        chunks.Records.Select(record => Take(reader, record)).ShouldBe([false, false, true]);
        reader.Pending.SequenceEqual(changes).ShouldBeTrue();

        // The first chunk is that of a later commit, as compaction leaves it.
        var mixed = new RedoReader();
        var other = new Log();
        RedoCodec.Send(other, Changelog, changes, 6);
        new[] { other.Records[0], chunks.Records[1], chunks.Records[2] }.Select(record => Take(mixed, record)).ShouldBe([false, false, false]);
        mixed.Pending.IsEmpty.ShouldBeTrue();
        mixed.Chunks.ShouldBe(3);
    }

    [Theory]
    [InlineData(DeliveryGuarantee.AtLeastOnce)]
    [InlineData(DeliveryGuarantee.ExactlyOnce)]
    public void a_commit_that_ended_after_its_redo_is_finished_by_the_next_worker(DeliveryGuarantee next)
    {
        WorkerBench bench = new() { Guarantee = DeliveryGuarantee.AtLeastOnce };
        bench.Send(WorkerBench.In0, 1, 2);
        bench.StartAndRun();
        bench.Stop();
        PartitionLog changelog = bench.Cluster.Log(Changelog);
        RedoCodec.Send(new LogAppender(bench.Cluster), Changelog, Redo(changelog), 5);
        bench.Guarantee = next;
        bench.StartAndRun().State.ShouldBe(WorkerState.Running);
        bench.CountOf(0, 1).ShouldBe(7);
        bench.Stop();

        // Whoever has nothing but the compacted changelog finds the same, and no redo.
        changelog.Compact(changelog.HighWatermark);
        changelog.Visible().Where(record => RedoCodec.ChunkOf(record.Key) >= 0).ShouldAllBe(record => record.Value == null);
        bench.Files = new SimulatedFileSystem(2);
        bench.StartAndRun();
        (bench.CountOf(0, 1), bench.CountOf(0, 2)).ShouldBe((7, 1));
    }

    [Fact]
    public void a_redo_that_is_not_whole_says_nothing()
    {
        WorkerBench bench = new() { Guarantee = DeliveryGuarantee.AtLeastOnce };
        bench.Send(WorkerBench.In0, 1);
        bench.StartAndRun();
        bench.Stop();
        var chunks = new Log();
        RedoCodec.Send(chunks, Changelog, new byte[600_000], 5);
        bench.Cluster.Log(Changelog).Append(chunks.Records[0]);
        bench.StartAndRun().State.ShouldBe(WorkerState.Running);
        bench.CountOf(0, 1).ShouldBe(1);
        bench.Cluster.Log(Changelog).Visible().Last(record => RedoCodec.ChunkOf(record.Key) == 0).Value.ShouldBeNull();
    }

    [Fact]
    public void the_group_s_offsets_follow_though_a_crash_came_before_them()
    {
        WorkerBench bench = new() { Guarantee = DeliveryGuarantee.AtLeastOnce };
        bench.Send(WorkerBench.In0, 1, 2, 3);
        bench.StartAndRun();
        bench.Stop();
        bench.Cluster.Groups.Group(WorkerBench.Group).Offsets[WorkerBench.In0] = 1;
        bench.StartAndRun();
        bench.CountOf(0, 3).ShouldBe(1);
        bench.Cluster.Groups.Group(WorkerBench.Group).Offsets[WorkerBench.In0].ShouldBe(3);
    }

    private static AtLeastOnceProducer Commit(Log log, Action answer)
    {
        AtLeastOnceProducer producer = new(log, WorkerGuards.All);
        producer.Send(Output, [1], [1], isTombstone: false, 1);
        producer.SendChange(Changelog, KeyOf(1), [1], isTombstone: false, 1);
        producer.Prepare(new Member(log, answer), []);
        producer.Flush();
        return producer;
    }

    private static byte[] KeyOf(byte key)
    {
        byte[] bytes = new byte[1 + RowKey.SizeBytes];
        new RowKey(0, key).Write(bytes.AsSpan(1));
        return bytes;
    }

    private static bool Take(RedoReader reader, SentRecord record) => reader.Take(RedoCodec.ChunkOf(record.Key), new ConsumedRecord
    {
        Partition = Changelog,
        Offset = 1,
        TimestampMilliseconds = 1,
        Key = record.Key,
        Value = record.Value,
        IsTombstone = record.Value is null,
    });

    /// <summary>A row that counts 7, and the places as they are.</summary>
    private static byte[] Redo(PartitionLog changelog)
    {
        byte[] seven = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(seven, 7);
        SentRecord state = changelog.Visible().Last(record => record.Key is [StateKey]);
        GrowableBytes changes = new();
        RecordCodec.Write(changes, KeyOf(1), seven, isTombstone: false, 1);
        RecordCodec.Write(changes, state.Key, state.Value, isTombstone: false, 1);
        return changes.Span.ToArray();
    }

    private sealed record Member(Log Log, Action Answer) : IGroupMetadata
    {
        public bool IsMember => true;

        public void CommitOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets)
        {
            Log.Lines.Add("group");
            Answer();
        }
    }

    private sealed class Log : IPlainProducer
    {
        public List<string> Lines { get; } = [];

        public List<SentRecord> Records { get; } = [];

        public void Send(TopicPartition partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long timestampMilliseconds)
        {
            Records.Add(new SentRecord(key.ToArray(), isTombstone ? null : value.ToArray(), timestampMilliseconds));
            Lines.Add(partition == Output ? "out" : RedoCodec.ChunkOf(key) < 0 ? "row" : isTombstone ? "end" : "redo");
        }

        public void Flush() => Lines.Add("flush");

        public void Dispose()
        {
        }
    }
}
