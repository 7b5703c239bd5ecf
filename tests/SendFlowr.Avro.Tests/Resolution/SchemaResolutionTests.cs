using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Resolution;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;

namespace SendFlowr.Avro.Tests.Resolution;

/// <summary>The rules of "Schema Resolution" in the Avro specification 1.12, one by one.</summary>
public sealed class SchemaResolutionTests
{
    [Fact]
    public void integers_are_promoted()
    {
        Samples.Resolve("\"int\"", "\"long\"", AvroValue.FromInt(-5)).ShouldBe(AvroValue.FromLong(-5));
        Samples.Resolve("\"int\"", "\"float\"", AvroValue.FromInt(-5)).ShouldBe(AvroValue.FromFloat(-5));
        Samples.Resolve("\"int\"", "\"double\"", AvroValue.FromInt(-5)).ShouldBe(AvroValue.FromDouble(-5));
        Samples.Resolve("\"long\"", "\"float\"", AvroValue.FromLong(1L << 40)).ShouldBe(AvroValue.FromFloat(1L << 40));
        Samples.Resolve("\"long\"", "\"double\"", AvroValue.FromLong(1L << 40)).ShouldBe(AvroValue.FromDouble(1L << 40));
        Samples.Resolve("\"float\"", "\"double\"", AvroValue.FromFloat(0.5f)).ShouldBe(AvroValue.FromDouble(0.5));
    }

    [Fact]
    public void text_and_bytes_change_into_each_other()
    {
        Samples.Resolve("\"string\"", "\"bytes\"", AvroValue.FromString("é")).ShouldBe(AvroValue.FromBytes([0xC3, 0xA9]));
        Samples.Resolve("\"bytes\"", "\"string\"", AvroValue.FromBytes([0xC3, 0xA9])).ShouldBe(AvroValue.FromString("é"));
        Should.Throw<AvroDataException>(() => Samples.Resolve("\"bytes\"", "\"string\"", AvroValue.FromBytes([0xC3])));
    }

    [Theory]
    [InlineData("\"long\"", "\"int\"")]
    [InlineData("\"double\"", "\"float\"")]
    [InlineData("\"float\"", "\"long\"")]
    [InlineData("\"boolean\"", "\"int\"")]
    [InlineData("\"string\"", "\"int\"")]
    [InlineData("\"null\"", "\"string\"")]
    [InlineData("\"int\"", """["null","string"]""")]
    [InlineData("\"int\"", "[]")]
    [InlineData("""{"type":"array","items":"string"}""", """{"type":"array","items":"int"}""")]
    [InlineData("""{"type":"map","values":"int"}""", """{"type":"array","items":"int"}""")]
    [InlineData("""{"type":"fixed","name":"F","size":2}""", """{"type":"fixed","name":"F","size":3}""")]
    [InlineData("""{"type":"fixed","name":"F","size":2}""", """{"type":"fixed","name":"G","size":2}""")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"]}""", """{"type":"enum","name":"G","symbols":["A"]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[]}""", """{"type":"record","name":"S","fields":[]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[]}""", """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""")]
    [InlineData(
        """{"type":"bytes","logicalType":"decimal","precision":4,"scale":1}""", """{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}""")]
    public void what_does_not_match_is_refused_at_once(string writer, string reader)
    {
        AvroSchema from = AvroSchema.Parse(writer);
        AvroSchema to = AvroSchema.Parse(reader);

        Should.Throw<AvroSchemaException>(() => new DatumReader(from, to)).Message.ShouldContain("cannot read what was written");
        SchemaCompatibility.CanRead(to, from).ShouldBeFalse();
    }

    [Fact]
    public void names_match_unqualified_or_by_alias()
    {
        Samples.Resolve(
            """{"type":"fixed","name":"a.F","size":1}""", """{"type":"fixed","name":"b.F","size":1}""", Fixed("a.F")).AsBytes().ToArray().ShouldBe([7]);
        Samples.Resolve(
            """{"type":"fixed","name":"a.F","size":1}""", """{"type":"fixed","name":"b.G","aliases":["a.F"],"size":1}""", Fixed("a.F"))
            .NamedSchema!.FullName.ShouldBe("b.G");
        Should.Throw<AvroSchemaException>(() => Samples.Resolve(
            """{"type":"fixed","name":"a.F","size":1}""", """{"type":"fixed","name":"b.G","aliases":["F"],"size":1}""", Fixed("a.F")));
    }

    [Fact]
    public void fields_are_reordered_renamed_dropped_and_defaulted()
    {
        const string Writer = """
            {"type":"record","name":"R","fields":[
              {"name":"gone","type":{"type":"map","values":{"type":"array","items":["null","R"]}}},
              {"name":"first","type":"int"},
              {"name":"old","type":"string"}]}
            """;
        const string Reader = """
            {"type":"record","name":"R","fields":[
              {"name":"new","type":"string","aliases":["older","old"]},
              {"name":"added","type":{"type":"array","items":"int"},"default":[4]},
              {"name":"first","type":"double"}]}
            """;
        AvroValue inner = Samples.Record(Writer, ("gone", AvroValue.FromMap([])), ("first", AvroValue.FromInt(0)), ("old", AvroValue.FromString("")));
        AvroValue gone = AvroValue.FromMap([new("k", AvroValue.FromArray([AvroValue.Null, inner]))]);

        AvroRecord read = Samples.Resolve(
            Writer, Reader, Samples.Record(Writer, ("gone", gone), ("first", AvroValue.FromInt(3)), ("old", AvroValue.FromString("x")))).AsRecord();

        read["new"].AsString().ShouldBe("x");
        read["added"].AsArray().ShouldBe([AvroValue.FromInt(4)]);
        read["first"].AsDouble().ShouldBe(3);
    }

    [Fact]
    public void an_unknown_symbol_is_the_default_or_an_error()
    {
        const string Writer = """{"type":"enum","name":"E","symbols":["A","B"]}""";
        EnumSchema schema = (EnumSchema)AvroSchema.Parse(Writer);

        Samples.Resolve(Writer, """{"type":"enum","name":"E","symbols":["C","A"],"default":"C"}""", AvroValue.FromEnum(schema, "B"))
            .AsEnumSymbol().ShouldBe("C");
        Samples.Resolve(Writer, """{"type":"enum","name":"E","symbols":["C","A"]}""", AvroValue.FromEnum(schema, "A")).AsEnumSymbol().ShouldBe("A");
        Should.Throw<AvroDataException>(
            () => Samples.Resolve(Writer, """{"type":"enum","name":"E","symbols":["C","A"]}""", AvroValue.FromEnum(schema, "B")))
            .Message.ShouldContain("no symbol 'B' and no default");
    }

    [Fact]
    public void a_union_is_read_into_its_own_branches()
    {
        // The first branch that matches would make a long of the int.
        Samples.Resolve("""["long","int"]""", """["long","int"]""", AvroValue.FromInt(1)).ShouldBe(AvroValue.FromInt(1));
        Samples.Resolve("\"int\"", """["string","double","long"]""", AvroValue.FromInt(1)).ShouldBe(AvroValue.FromDouble(1));
        Samples.Resolve("""["null","int"]""", "\"long\"", AvroValue.FromInt(1)).ShouldBe(AvroValue.FromLong(1));
        Samples.Resolve("""["null","int"]""", """["string","null","long"]""", AvroValue.Null).ShouldBe(AvroValue.Null);
    }

    [Fact]
    public void a_branch_is_chosen_by_full_name_then_alias_then_short_name()
    {
        const string Writer = """{"type":"fixed","name":"a.F","size":1}""";
        string Chosen(string reader) => Samples.Resolve(Writer, reader, Fixed("a.F")).NamedSchema!.FullName;

        Chosen("""[{"type":"fixed","name":"b.F","size":1},{"type":"fixed","name":"c.X","aliases":["a.F"],"size":1},{"type":"fixed","name":"a.F","size":1}]""")
            .ShouldBe("a.F");
        Chosen("""[{"type":"fixed","name":"b.F","size":1},{"type":"fixed","name":"c.X","aliases":["a.F"],"size":1}]""").ShouldBe("c.X");
        Chosen("""["int",{"type":"fixed","name":"b.F","size":1}]""").ShouldBe("b.F");
    }

    [Fact]
    public void a_branch_without_a_place_is_refused_only_when_data_holds_it()
    {
        const string Writer = """{"type":"record","name":"R","fields":[{"name":"f","type":["int","string"]}]}""";
        const string Reader = """{"type":"record","name":"R","fields":[{"name":"f","type":"int"}]}""";

        Samples.Resolve(Writer, Reader, Samples.Record(Writer, ("f", AvroValue.FromInt(1)))).AsRecord()["f"].AsInt().ShouldBe(1);
        AvroDataException error = Should.Throw<AvroDataException>(
            () => Samples.Resolve(Writer, Reader, Samples.Record(Writer, ("f", AvroValue.FromString("x")))));
        error.Path.ShouldBe("f");
        error.Message.ShouldContain("'string' cannot be read as 'int'");
    }

    [Fact]
    public void a_recursive_record_is_resolved()
    {
        const string Writer = """{"type":"record","name":"L","fields":[{"name":"v","type":"int"},{"name":"next","type":["null","L"]}]}""";
        const string Reader = """{"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]},{"name":"v","type":"long"},{"name":"w","type":"int","default":9}]}""";
        AvroValue tail = Samples.Record(Writer, ("v", AvroValue.FromInt(2)), ("next", AvroValue.Null));

        AvroRecord read = Samples.Resolve(Writer, Reader, Samples.Record(Writer, ("v", AvroValue.FromInt(1)), ("next", tail))).AsRecord();

        read["next"].AsRecord()["v"].AsLong().ShouldBe(2);
        read["next"].AsRecord()["w"].AsInt().ShouldBe(9);
        read["next"].AsRecord()["next"].IsNull.ShouldBeTrue();
    }

    [Fact]
    public void logical_types_do_not_hinder() =>
        Samples.Resolve("""{"type":"long","logicalType":"timestamp-millis"}""", "\"long\"", AvroValue.FromLong(1)).ShouldBe(AvroValue.FromLong(1));

    private static AvroValue Fixed(string name) =>
        AvroValue.FromFixed((FixedSchema)AvroSchema.Parse($$"""{"type":"fixed","name":"{{name}}","size":1}"""), [7]);
}
