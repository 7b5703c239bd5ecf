using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Avro.Tests.Generic;

public sealed class DatumRoundTripTests(ITestOutputHelper output)
{
    [Fact]
    public void what_was_written_is_read() => Law.Holds(output, 1000, random =>
    {
        AvroSchema schema = AvroSchema.Parse(RandomSchemas.Text(random));
        AvroValue value = new RandomValues(random).Next(schema);

        new DatumReader(schema).Read(Samples.Bytes(schema, value)).ShouldBe(value);
    });

    [Fact]
    public void the_torture_schema_comes_back() => Law.Holds(output, 300, random =>
    {
        AvroSchema schema = AvroSchema.Parse(Samples.TortureText);
        AvroValue value = new RandomValues(random).Next(schema);

        new DatumReader(schema).Read(Samples.Bytes(schema, value)).ShouldBe(value);
    });

    [Fact]
    public void a_record_of_another_copy_of_the_schema_is_written_by_name()
    {
        AvroValue value = Samples.Record(
            """{"type":"record","name":"R","fields":[{"name":"b","type":"int"},{"name":"a","type":"int"},{"name":"c","type":"null"}]}""",
            ("a", AvroValue.FromInt(1)), ("b", AvroValue.FromInt(2)), ("c", AvroValue.Null));
        AvroSchema schema = AvroSchema.Parse(
            """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}""");

        Samples.Bytes(schema, value).ShouldBe([2, 4]);
    }

    [Fact]
    public void an_array_in_several_blocks_is_read()
    {
        DatumReader reader = new(AvroSchema.Parse("""{"type":"array","items":"long"}"""));

        reader.Read([0x02, 0x06, 0x03, 0x04, 0x36, 0x02, 0x00]).AsArray().Select(item => item.AsLong()).ShouldBe([3, 27, 1]);
    }

    [Fact]
    public void a_reader_goes_on_behind_the_datum()
    {
        AvroReader input = new([2, 4]);
        DatumReader reader = new(PrimitiveSchema.Of(AvroKind.Int));

        reader.Read(ref input).AsInt().ShouldBe(1);
        reader.Read(ref input).AsInt().ShouldBe(2);
    }
}
