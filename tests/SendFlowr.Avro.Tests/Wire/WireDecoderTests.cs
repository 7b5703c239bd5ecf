using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Wire;

namespace SendFlowr.Avro.Tests.Wire;

public sealed class WireDecoderTests
{
    private const string Old = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private const string New = """{"type":"record","name":"R","fields":[{"name":"a","type":"long"},{"name":"b","type":"string","default":"-"}]}""";

    private readonly List<int> asked = [];

    [Fact]
    public void a_message_carries_a_zero_and_the_schema_id_in_network_order()
    {
        AvroWriter output = new();
        WireFormat.WriteHeader(output, 0x01020304);
        output.WriteInt(7);

        output.WrittenSpan.ToArray().ShouldBe(new byte[] { 0, 1, 2, 3, 4, 14 });
        WireFormat.ReadHeader(output.WrittenSpan, out int id).ToArray().ShouldBe(new byte[] { 14 });
        id.ShouldBe(0x01020304);
    }

    [Fact]
    public void records_of_any_schema_become_those_of_the_readers()
    {
        WireDecoder decoder = new(Find, AvroSchema.Parse(New));

        AvroRecord record = decoder.Read([0, 0, 0, 0, 1, 14]).AsRecord();

        record["a"].AsLong().ShouldBe(7);
        record["b"].AsString().ShouldBe("-");
        AvroWriter output = new();
        decoder.Transcode([0, 0, 0, 0, 1, 14], output);
        decoder.Transcode([0, 0, 0, 0, 2, 16, 2, (byte)'x'], output);
        output.WrittenSpan.ToArray().ShouldBe(new byte[] { 14, 2, (byte)'-', 16, 2, (byte)'x' });
        asked.ShouldBe([1, 2]);
    }

    [Fact]
    public void without_a_readers_schema_each_record_is_read_in_its_own()
    {
        WireDecoder decoder = new(Find);
        decoder.Read([0, 0, 0, 0, 1, 14]).AsRecord().Values.Count.ShouldBe(1);
        decoder.Read([0, 0, 0, 0, 2, 14, 0]).AsRecord().Values.Count.ShouldBe(2);
        decoder.Open([0, 0, 0, 0, 2, 14, 0], out ReadOnlySpan<byte> body).ReaderSchema.CanonicalForm.ShouldBe(AvroSchema.Parse(New).CanonicalForm);
        body.Length.ShouldBe(2);
    }

    [Fact]
    public void no_more_schemas_than_the_limit_are_remembered_and_the_longest_unused_goes_first()
    {
        WireDecoder decoder = new(Find, maxSchemas: 2);
        foreach (byte id in new byte[] { 10, 11, 10, 12, 10, 11, 12 })
        {
            decoder.Read([0, 0, 0, 0, id, 14]);
            decoder.SchemaCount.ShouldBeLessThanOrEqualTo(2);
        }

        asked.ShouldBe([10, 11, 12, 11, 12]);
    }

    [Fact]
    public void messages_without_the_header_are_refused()
    {
        Refuse([], "The message is empty");
        Refuse([0xC3, 1], "begins with the byte 195");
        Refuse("{}"u8.ToArray(), "If the topic holds JSON or plain Avro");
        Refuse([0, 0, 0, 1], "The message has 4 bytes; the header alone takes 5");
    }

    [Fact]
    public void ids_that_are_unknown_or_whose_schema_is_of_no_use_are_refused_each_time()
    {
        Refuse([0, 0, 0, 0, 99], "schema id 99, which the registry does not know");
        Refuse([0, 0, 0, 0, 98], "The schema with the id 98 cannot be used");
        Refuse([0, 0, 0, 0, 97], "The schema with the id 97 cannot be used");
        Refuse([0, 0, 0, 0, 1], "The data ends too early");
        Refuse([0, 0, 0, 0, 1, 14, 0], "1 bytes follow the record");
    }

    [Fact]
    public void a_known_schema_costs_no_memory_for_a_message()
    {
        WireDecoder decoder = new(Find, AvroSchema.Parse(New));
        AvroWriter output = new();
        byte[] message = [0, 0, 0, 0, 2, 16, 2, (byte)'x'];
        byte[] other = [0, 0, 0, 0, 3, 16, 2, (byte)'x'];
        long leastAllocated = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int index = 0; index < 10_000; index++)
            {
                output.Clear();
                decoder.Transcode(index % 2 == 0 ? message : other, output);
            }

            leastAllocated = Math.Min(leastAllocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        leastAllocated.ShouldBe(0);
    }

    private string? Find(int id)
    {
        asked.Add(id);
        return id switch
        {
            1 or 10 or 11 or 12 => Old,
            2 or 3 => New,
            97 => """{"type":"record","name":"Other","fields":[]}""",
            98 => "no JSON",
            _ => null,
        };
    }

    private void Refuse(byte[] message, string problem)
    {
        WireDecoder decoder = new(Find, AvroSchema.Parse(New));
        Should.Throw<AvroDataException>(() => decoder.Read(message)).Message.ShouldContain(problem);
        Should.Throw<AvroDataException>(() => decoder.Read(message)).Message.ShouldContain(problem);
    }
}
