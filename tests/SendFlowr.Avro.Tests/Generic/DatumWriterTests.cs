using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Tests.Generic;

public sealed class DatumWriterTests
{
    private const string Nested = """
        {"type":"record","name":"R","fields":[{"name":"list","type":{"type":"array","items":{"type":"map","values":["null","int",
          {"type":"enum","name":"E","symbols":["A"]},{"type":"fixed","name":"F","size":1}]}}}]}
        """;

    [Fact]
    public void a_value_that_does_not_fit_is_refused_with_its_path_and_leaves_the_output()
    {
        RecordSchema schema = (RecordSchema)AvroSchema.Parse(Nested);
        AvroValue value = AvroValue.FromRecord(AvroRecord.Create(
            schema,
            ("list", AvroValue.FromArray([AvroValue.FromMap([]), AvroValue.FromMap([new("key", AvroValue.FromString("text"))])]))));
        AvroWriter output = new();
        output.WriteInt(5);

        AvroDataException error = Should.Throw<AvroDataException>(() => new DatumWriter(schema).Write(value, output));

        error.Path.ShouldBe("list[1]['key']");
        error.Message.ShouldContain("'string' does not fit any branch");
        output.WrittenSpan.ToArray().ShouldBe([10]);
    }

    [Theory]
    [InlineData("\"long\"")]
    [InlineData("[\"null\",\"long\"]")]
    [InlineData("""{"type":"array","items":"int"}""")]
    [InlineData("""{"type":"record","name":"R","fields":[]}""")]
    public void kinds_are_not_converted(string schema) =>
        Should.Throw<AvroDataException>(() => new DatumWriter(AvroSchema.Parse(schema)).Write(AvroValue.FromInt(1), new AvroWriter()));

    [Fact]
    public void named_values_of_another_copy_must_fit()
    {
        EnumSchema otherEnum = (EnumSchema)AvroSchema.Parse("""{"type":"enum","name":"E","symbols":["A","B"]}""");
        FixedSchema otherFixed = (FixedSchema)AvroSchema.Parse("""{"type":"fixed","name":"F","size":2}""");
        RecordSchema otherRecord = (RecordSchema)AvroSchema.Parse("""{"type":"record","name":"R","fields":[]}""");

        Error("""{"type":"enum","name":"E","symbols":["A"]}""", AvroValue.FromEnum(otherEnum, "B")).ShouldContain("no symbol 'B'");
        Error("""{"type":"fixed","name":"F","size":1}""", AvroValue.FromFixed(otherFixed, [1, 2])).ShouldContain("takes 1 bytes, not 2");
        Error(Nested, AvroValue.FromRecord(AvroRecord.Create(otherRecord))).ShouldContain("At list: The record 'R' was made without this field");
    }

    [Fact]
    public void limits_hold_for_what_is_written()
    {
        AvroSchema schema = AvroSchema.Parse(
            """{"type":"record","name":"R","fields":[{"name":"r","type":{"type":"array","items":"R"}}]}""");
        AvroValue value = AvroValue.FromArray([]);
        for (int depth = 0; depth < 40; depth++)
            value = AvroValue.FromArray([AvroValue.FromRecord(AvroRecord.Create((RecordSchema)schema, ("r", value)))]);
        AvroValue record = AvroValue.FromRecord(AvroRecord.Create((RecordSchema)schema, ("r", value)));

        Should.Throw<AvroDataException>(() => new DatumWriter(schema).Write(record, new AvroWriter())).Message.ShouldContain("MaxDepth = 64");
        new DatumWriter(schema, new DatumLimits { MaxDepth = 100 }).Write(record, new AvroWriter());
        Should.Throw<AvroDataException>(
            () => new DatumWriter(schema, new DatumLimits { MaxDepth = 100, MaxValues = 50 }).Write(record, new AvroWriter()))
            .Message.ShouldContain("MaxValues = 50");
    }

    private static string Error(string schema, AvroValue value) =>
        Should.Throw<AvroDataException>(() => new DatumWriter(AvroSchema.Parse(schema)).Write(value, new AvroWriter())).Message;
}
