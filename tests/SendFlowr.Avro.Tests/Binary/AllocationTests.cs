using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using Xunit.Abstractions;

namespace SendFlowr.Avro.Tests.Binary;

/// <summary>Codecs on the hot path are written by hand over the primitives, and must not allocate.</summary>
public sealed class AllocationTests(ITestOutputHelper output)
{
    private const int RecordCount = 10_000;

    [Fact]
    public void writing_and_reading_events_allocates_nothing()
    {
        AvroWriter writer = new();
        long expected = RoundTrip(writer, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long sum = 0;
        for (int index = 0; index < RecordCount; index++)
            sum += RoundTrip(writer, 0);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        sum.ShouldBe(expected * RecordCount);
        output.WriteLine($"{writer.Length} bytes an event");
        allocated.ShouldBe(0);
    }

    [Fact]
    public void the_event_written_by_hand_is_one_of_the_current_schema()
    {
        AvroWriter writer = new();
        RoundTrip(writer, 7);

        AvroRecord record = new DatumReader(SchemaCatalog.Embedded.Current("event").Schema).Read(writer.WrittenSpan).AsRecord();
        record["event_id"].AsString().ShouldBe("evt-0001-é");
        record["occurred_at"].AsLong().ShouldBe(1_763_726_400_007);
        record["identifiers"].AsArray().Count.ShouldBe(2);
        record["message_id"].AsString().ShouldBe("msg-77");
        record["machine"].AsEnumSymbol().ShouldBe("prefetch");
        record["utc_offset_minutes"].AsInt().ShouldBe(-330);
        record["attributes"].AsMap()["url"].AsString().ShouldBe("https://example.com/a?b=c");
    }

    private static long RoundTrip(AvroWriter writer, int salt)
    {
        writer.Clear();
        Write(writer, salt);
        AvroReader input = new(writer.WrittenSpan);
        long sum = Read(ref input);
        input.EnsureEnd();
        return sum;
    }

    private static void Write(AvroWriter writer, int salt)
    {
        writer.WriteString("evt-0001-é");
        writer.WriteString("clicked");
        writer.WriteLong(1_763_726_400_000 + salt);
        writer.WriteString("klaviyo");
        writer.WriteString("email");
        writer.WriteBlockStart(2);
        for (int index = 0; index < 2; index++)
        {
            writer.WriteString("email_hash");
            writer.WriteString("default");
            writer.WriteString("5bb3e61fa1c7e1d8ab9d1dd5bd0e7ae7a2d2a1b6d6a2c7f1e5e9c0e4a1b2c3d4");
        }

        writer.WriteBlocksEnd();
        writer.WriteUnion(0);
        writer.WriteUnion(1);
        writer.WriteString("msg-77");
        for (int index = 0; index < 4; index++)
            writer.WriteUnion(0);
        writer.WriteEnum(1);
        writer.WriteUnion(1);
        writer.WriteInt(-330);
        writer.WriteUnion(0);
        writer.WriteBlockStart(1);
        writer.WriteString("url");
        writer.WriteString("https://example.com/a?b=c");
        writer.WriteBlocksEnd();
    }

    private static long Read(ref AvroReader input)
    {
        long sum = input.ReadString().Length + input.ReadString().Length + input.ReadLong();
        sum += input.ReadString().Length + input.ReadString().Length;
        for (int count = input.ReadBlockCount(); count > 0; count = input.ReadBlockCount())
        {
            for (int index = 0; index < count; index++)
                sum += input.ReadString().Length + input.ReadString().Length + input.ReadString().Length;
        }

        for (int index = 0; index < 4; index++)
            sum += input.ReadUnion(2) == 1 ? input.ReadString().Length : 0;
        for (int index = 0; index < 2; index++)
            sum += input.ReadUnion(2) == 1 ? input.ReadLong() : 0;
        sum += input.ReadEnum(3);
        sum += input.ReadUnion(2) == 1 ? input.ReadInt() : 0;
        sum += input.ReadUnion(2) == 1 ? input.ReadString().Length : 0;
        for (int count = input.ReadBlockCount(2); count > 0; count = input.ReadBlockCount(2))
        {
            for (int index = 0; index < count; index++)
                sum += input.ReadString().Length + input.ReadString().Length;
        }

        return sum;
    }
}
