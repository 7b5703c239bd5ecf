using System.Text;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;

namespace SendFlowr.Avro.Tests.Schemas;

public sealed class SchemaParserTests
{
    [Fact]
    public void reads_every_kind()
    {
        RecordSchema record = (RecordSchema)AvroSchema.Parse(Samples.TortureText);

        record.FullName.ShouldBe("com.example.Torture");
        record.Aliases.ShouldBe(["com.example.Old", "org.other.Older"]);
        record.Doc.ShouldBe("Everything at once.");
        record.Fields.Select(field => field.Schema.Kind).ShouldBe(
        [
            AvroKind.Null, AvroKind.Boolean, AvroKind.Int, AvroKind.Long, AvroKind.Float, AvroKind.Double, AvroKind.Bytes, AvroKind.String,
            AvroKind.Enum, AvroKind.Fixed, AvroKind.Array, AvroKind.Map, AvroKind.Union, AvroKind.Union, AvroKind.String,
        ]);
        record.Field("text")!.Aliases.ShouldBe(["words"]);
        ((EnumSchema)record.Field("suit")!.Schema).DefaultSymbol.ShouldBe("SPADES");
        ((FixedSchema)record.Field("hash")!.Schema).Size.ShouldBe(12);
    }

    [Fact]
    public void a_record_refers_to_itself()
    {
        RecordSchema list = (RecordSchema)AvroSchema.Parse(
            """{"type":"record","name":"List","fields":[{"name":"next","type":["null","List"],"default":null}]}""");

        ((UnionSchema)list.Fields[0].Schema).Branches[1].ShouldBeSameAs(list);
    }

    [Theory]
    [InlineData("""{"type":"fixed","name":"F","namespace":"a.b","size":1}""", "a.b.F")]
    [InlineData("""{"type":"fixed","name":"x.F","namespace":"a.b","size":1}""", "x.F")]
    [InlineData("""{"type":"fixed","name":"F","namespace":"","size":1}""", "F")]
    public void full_names_follow_the_specification(string text, string fullName) => AvroSchema.Parse(text).TypeName.ShouldBe(fullName);

    [Fact]
    public void an_inner_type_takes_the_namespace_around_it()
    {
        RecordSchema outer = (RecordSchema)AvroSchema.Parse(
            """
            {"type":"record","name":"x.Outer","namespace":"ignored","fields":[
              {"name":"a","type":{"type":"fixed","name":"Inner","size":1}},
              {"name":"b","type":"Inner"},
              {"name":"c","type":{"type":"fixed","name":"Bare","namespace":"","size":1}}]}
            """);

        outer.Fields.Select(field => field.Schema.TypeName).ShouldBe(["x.Inner", "x.Inner", "Bare"]);
    }

    [Theory]
    [InlineData("{", "$", "no valid JSON")]
    [InlineData("""{"type":"int","type":"long"}""", "$", "no valid JSON")]
    [InlineData("7", "$", "no schema")]
    [InlineData("\"strng\"", "$", "'strng' is not known")]
    [InlineData("{}", "$", "'type' is missing")]
    [InlineData("""{"type":{"type":"int"}}""", "$.type", "is no text")]
    [InlineData("""["int",["null"]]""", "$[1]", "directly in a union")]
    [InlineData("""["int",{"type":"int","logicalType":"date"}]""", "$[1]", "two branches of type 'int'")]
    [InlineData("""[{"type":"array","items":"int"},{"type":"array","items":"long"}]""", "$[1]", "two branches of type 'array'")]
    [InlineData("""{"type":"array"}""", "$", "'items' is missing")]
    [InlineData("""{"type":"map","values":"R"}""", "$.values", "'R' is not known")]
    [InlineData("""{"type":"fixed","name":"F","size":-1}""", "$.size", "out of range")]
    [InlineData("""{"type":"fixed","name":"F","size":1.5}""", "$.size", "out of range")]
    [InlineData("""{"type":"fixed","name":"F","size":99999999}""", "$.size", "out of range")]
    [InlineData("""{"type":"fixed","name":"1F","size":1}""", "$", "name '1F' is not valid")]
    [InlineData("""{"type":"fixed","name":"F","namespace":"a..b","size":1}""", "$", "namespace 'a..b' is not valid")]
    [InlineData("""{"type":"fixed","name":"string","size":1}""", "$", "redefines a primitive")]
    [InlineData("""{"type":"fixed","name":"F","aliases":["-"],"size":1}""", "$.aliases[0]", "no valid name")]
    [InlineData("""[{"type":"fixed","name":"F","size":1},{"type":"fixed","name":"F","size":1}]""", "$[1]", "defined twice")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","A"]}""", "$.symbols[1]", "there twice")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A-B"]}""", "$.symbols[0]", "no valid name")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"],"default":"B"}""", "$", "none of the symbols")]
    [InlineData("""{"type":"enum","name":"E","symbols":"A"}""", "$.symbols", "is no list")]
    [InlineData("""{"type":"record","name":"R"}""", "$", "'fields' is missing")]
    [InlineData("""{"type":"record","name":"R","fields":["f"]}""", "$.fields[0]", "is no field")]
    [InlineData("""{"type":"record","name":"R","fields":[{"type":"int"}]}""", "$.fields[0]", "'name' is missing")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a.b","type":"int"}]}""", "$.fields[0]", "no valid field name")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"f","type":"int"},{"name":"f","type":"int"}]}""", "$.fields[1]", "names two fields")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"f","type":"int"},{"name":"g","type":"int","aliases":["f"]}]}""", "$.fields[1]", "names two fields")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"f","type":{"type":"array","items":"X"}}]}""", "$.fields[0].type.items", "'X' is not known")]
    public void an_invalid_schema_is_refused_with_its_path(string text, string path, string problem)
    {
        AvroSchemaException error = Should.Throw<AvroSchemaException>(() => AvroSchema.Parse(text));

        error.Path.ShouldBe(path);
        error.Message.ShouldContain(problem);
    }

    [Fact]
    public void deep_nesting_is_refused()
    {
        StringBuilder text = new("\"int\"");
        for (int depth = 0; depth < 100; depth++)
            text.Insert(0, """{"type":"array","items":""").Append('}');

        Should.Throw<AvroSchemaException>(() => AvroSchema.Parse(text.ToString())).Message.ShouldContain("JSON");
    }

    [Fact]
    public void long_text_is_refused() =>
        Should.Throw<AvroSchemaException>(() => AvroSchema.Parse(new string(' ', SchemaLimits.MaxTextLength + 1))).Message.ShouldContain("more than 1048576");

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\ud800\"")]
    [InlineData("""{"type":"\ud800"}""")]
    [InlineData("""{"\ud800":1,"type":"int"}""")]
    [InlineData("""{"type":"enum","name":"E","symbols":["\ud800"]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"f","type":"string","default":"\ud800"}]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"f","type":{"type":"map","values":"int"},"default":{"\ud800":1}}]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"f","type":"int","doc":"\ud800"}]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"f","type":"int","doc":"\\\udc00"}]}""")]
    public void half_surrogate_pairs_are_refused(string text) => Should.Throw<AvroSchemaException>(() => AvroSchema.Parse(text));

    [Theory]
    [InlineData("""{"type":"record","name":"R","doc":"\ud83d\ude00","fields":[]}""", "😀")]
    [InlineData("""{"type":"record","name":"R","doc":"\\ud800","fields":[]}""", "\\ud800")]
    [InlineData("""{"type":"record","name":"R","doc":"\u00e9\n","fields":[]}""", "é\n")]
    public void other_escapes_are_read(string text, string doc) => ((RecordSchema)AvroSchema.Parse(text)).Doc.ShouldBe(doc);
}
