using System.Globalization;
using System.Text;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;

namespace SendFlowr.Avro.Tests.Schemas;

public sealed class FieldDefaultTests
{
    [Fact]
    public void defaults_of_every_kind_become_values()
    {
        RecordSchema record = (RecordSchema)AvroSchema.Parse(Samples.TortureText);

        record.Field("nothing")!.HasDefault.ShouldBeTrue();
        record.Field("large")!.HasDefault.ShouldBeFalse();
        record.Field("flag")!.Default.ShouldBe(AvroValue.FromBoolean(true));
        record.Field("small")!.Default.ShouldBe(AvroValue.FromInt(-1));
        record.Field("single")!.Default.ShouldBe(AvroValue.FromFloat(1.5f));
        record.Field("twice")!.Default.ShouldBe(AvroValue.FromDouble(-2.25));
        record.Field("raw")!.Default.ShouldBe(AvroValue.FromBytes([0xFF, 0]));
        record.Field("suit")!.Default.AsEnumSymbol().ShouldBe("HEARTS");
        record.Field("lists")!.Default.AsArray()[0].AsArray().ShouldBe([AvroValue.FromLong(1), AvroValue.FromLong(2)]);
        record.Field("maps")!.Default.AsMap()["a"].AsMap().Count.ShouldBe(0);
    }

    [Fact]
    public void a_union_default_takes_the_first_branch_that_fits() =>
        Default("""["int","null","string"]""", "\"x\"").ShouldBe(AvroValue.FromString("x"));

    [Fact]
    public void a_record_default_is_completed_by_the_defaults_of_its_fields()
    {
        AvroValue value = Default(
            """{"type":"record","name":"I","fields":[{"name":"a","type":"int"},{"name":"b","type":"string","default":"b"}]}""", """{"a":3}""");

        value.AsRecord()["a"].AsInt().ShouldBe(3);
        value.AsRecord()["b"].AsString().ShouldBe("b");
    }

    [Theory]
    [InlineData("\"int\"", "1.5")]
    [InlineData("\"int\"", "2147483648")]
    [InlineData("\"long\"", "9223372036854775808")]
    [InlineData("\"int\"", "\"1\"")]
    [InlineData("\"float\"", "1e60")]
    [InlineData("\"double\"", "\"NaN\"")]
    [InlineData("\"boolean\"", "\"true\"")]
    [InlineData("\"string\"", "null")]
    [InlineData("\"bytes\"", "\"\\u0100\"")]
    [InlineData("""{"type":"fixed","name":"F","size":2}""", "\"abc\"")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"]}""", "\"B\"")]
    [InlineData("""{"type":"array","items":"int"}""", "[1,null]")]
    [InlineData("""{"type":"map","values":"int"}""", """{"a":""}""")]
    [InlineData("""["null","int"]""", "\"x\"")]
    [InlineData("""{"type":"record","name":"I","fields":[{"name":"a","type":"int"}]}""", "{}")]
    public void a_default_that_does_not_fit_is_refused(string type, string value)
    {
        AvroSchemaException error = Should.Throw<AvroSchemaException>(() => Default(type, value));

        error.Path.ShouldBe("$.fields[0].default");
        error.Message.ShouldContain("does not fit");
    }

    [Fact]
    public void a_default_that_holds_itself_is_refused() =>
        Should.Throw<AvroSchemaException>(() => AvroSchema.Parse(
            """{"type":"record","name":"R","fields":[{"name":"f","type":"R","default":{}}]}""")).Message.ShouldContain("deeper");

    [Fact]
    public void defaults_that_double_at_each_level_are_refused()
    {
        StringBuilder text = new("""[{"type":"record","name":"R0","fields":[]}""");
        for (int level = 1; level < 40; level++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$$""",{"type":"record","name":"R{{{level}}}","fields":[{"name":"a","type":"R{{{level - 1}}}","default":{}},{"name":"b","type":"R{{{level - 1}}}","default":{}}]}""");
        }

        Should.Throw<AvroSchemaException>(() => AvroSchema.Parse(text.Append(']').ToString())).Message.ShouldContain("more than 100000");
    }

    private static AvroValue Default(string type, string value)
    {
        string text = $$"""{"type":"record","name":"R","fields":[{"name":"f","type":{{type}},"default":{{value}}}]}""";
        return ((RecordSchema)AvroSchema.Parse(text)).Fields[0].Default;
    }
}
