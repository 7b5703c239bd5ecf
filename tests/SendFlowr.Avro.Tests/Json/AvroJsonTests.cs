using System.Text;
using System.Text.Json;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Json;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Avro.Tests.Json;

public sealed class AvroJsonTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0, "\"1970-01-01T00:00:00Z\"")]
    [InlineData(1_763_726_400_123, "\"2025-11-21T12:00:00.123Z\"")]
    [InlineData(-1, "\"1969-12-31T23:59:59.999Z\"")]
    [InlineData(-62_135_596_800_000, "\"0001-01-01T00:00:00Z\"")]
    [InlineData(-62_135_596_800_001, "-62135596800001")]
    [InlineData(253_402_300_799_999, "\"9999-12-31T23:59:59.999Z\"")]
    [InlineData(253_402_300_800_000, "253402300800000")]
    public void timestamps_are_text_in_utc(long milliseconds, string json) =>
        Json("""["null",{"type":"long","logicalType":"timestamp-millis"}]""", AvroValue.FromLong(milliseconds)).ShouldBe(json);

    [Fact]
    public void unions_are_flat_and_bytes_are_hex()
    {
        const string Text = """
            {"type":"record","name":"R","fields":[
              {"name":"none","type":["null","string"],"default":null},
              {"name":"some","type":["null","string"],"default":null},
              {"name":"raw","type":"bytes","default":"\u00ff\u0001"},
              {"name":"two","type":{"type":"fixed","name":"F","size":2},"default":"\u00ab\u0000"},
              {"name":"suit","type":{"type":"enum","name":"E","symbols":["A"]},"default":"A"},
              {"name":"list","type":{"type":"array","items":["null","int"]}},
              {"name":"map","type":{"type":"map","values":"boolean"}},
              {"name":"plain","type":"long","default":5},
              {"name":"single","type":"float","default":0.1},
              {"name":"nan","type":"double"}]}
            """;
        AvroValue value = Samples.Record(
            Text,
            ("some", AvroValue.FromString("x")),
            ("list", AvroValue.FromArray([AvroValue.Null, AvroValue.FromInt(-1)])),
            ("map", AvroValue.FromMap([new("k\"", AvroValue.FromBoolean(true))])),
            ("nan", AvroValue.FromDouble(double.NaN)));

        JsonElement.DeepEquals(
            JsonElement.Parse(Json(Text, value)),
            JsonElement.Parse(
                """
                {"none":null,"some":"x","raw":"ff01","two":"ab00","suit":"A","list":[null,-1],"map":{"k\"":true},"plain":5,"single":0.1,"nan":"NaN"}
                """)).ShouldBeTrue(Json(Text, value));
    }

    [Fact]
    public void whatever_was_read_can_be_shown() => Law.Holds(output, 300, random =>
    {
        string text = RandomSchemas.Text(random);
        AvroSchema schema = AvroSchema.Parse(text);
        JsonElement.Parse(Json(text, new RandomValues(random).Next(schema)));
    });

    [Fact]
    public void a_value_of_another_schema_is_refused()
    {
        Should.Throw<ArgumentException>(() => Json("\"int\"", AvroValue.FromString("x"))).Message.ShouldContain("kind String is not of the schema 'int'");
        Should.Throw<ArgumentException>(() => Json("""["null","int"]""", AvroValue.FromString("x")));
    }

    private static string Json(string schema, AvroValue value)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
            AvroJson.Write(writer, AvroSchema.Parse(schema), value);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
