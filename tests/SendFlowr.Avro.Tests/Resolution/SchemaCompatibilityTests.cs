using System.Globalization;
using System.Text;
using SendFlowr.Avro.Resolution;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Avro.Tests.Resolution;

public sealed class SchemaCompatibilityTests(ITestOutputHelper output)
{
    [Fact]
    public void every_schema_reads_itself() => Law.Holds(output, 300, random =>
    {
        string text = RandomSchemas.Text(random);
        SchemaCompatibility.CanRead(AvroSchema.Parse(text), AvroSchema.Parse(text)).ShouldBeTrue();
    });

    [Theory]
    [InlineData("""["null","int"]""", "\"int\"", "$[0]")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","B"]}""", """{"type":"enum","name":"E","symbols":["A"]}""", "$")]
    [InlineData(
        """{"type":"array","items":{"type":"record","name":"R","fields":[{"name":"m","type":{"type":"map","values":"long"}}]}}""",
        """{"type":"array","items":{"type":"record","name":"R","fields":[{"name":"m","type":{"type":"map","values":"int"}}]}}""",
        "$.items.m.values")]
    public void what_some_data_may_hold_counts_as_a_mismatch(string writer, string reader, string path)
    {
        IReadOnlyList<SchemaMismatch> mismatches = SchemaCompatibility.Mismatches(AvroSchema.Parse(reader), AvroSchema.Parse(writer));

        mismatches.Select(mismatch => mismatch.Path).ShouldBe([path]);
    }

    [Fact]
    public void types_that_nest_too_deep_by_name_are_refused()
    {
        StringBuilder text = new("""[{"type":"record","name":"R0","fields":[]}""");
        for (int level = 1; level < 1000; level++)
        {
            text.Append(
                CultureInfo.InvariantCulture, $$$""",{"type":"record","name":"R{{{level}}}","fields":[{"name":"f","type":"R{{{level - 1}}}"}]}""");
        }

        string union = text.Append(']').ToString();
        string record = $$"""{"type":"record","name":"Top","fields":[{"name":"f","type":{{union}}},{"name":"g","type":"R999"}]}""";
        RecordSchema top = (RecordSchema)AvroSchema.Parse(record);

        Should.Throw<AvroSchemaException>(() => SchemaCompatibility.CanRead(top.Fields[1].Schema, top.Fields[1].Schema)).Message.ShouldContain("256");
    }
}
