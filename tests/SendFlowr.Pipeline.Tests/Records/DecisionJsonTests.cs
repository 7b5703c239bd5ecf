using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Json;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Records;

public sealed class DecisionJsonTests(ITestOutputHelper output)
{
    private static string Direct(DecisionRecord record, JsonWriterOptions options) => Text(writer => DecisionJson.Write(writer, record), options);

    private static string OfAvro(DecisionRecord record, JsonWriterOptions options)
    {
        byte[] bytes = new DecisionWriter().Write(record).ToArray();
        return Text(writer => AvroJson.Write(writer, SchemaCatalog.Embedded.Current("decision").Schema, DecisionReader.ReadValue(bytes)), options);
    }

    private static string Text(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void a_decision_is_written_byte_for_byte_as_its_avro_form_is(bool relaxed) => Law.Holds(output, 300, random =>
    {
        JsonWriterOptions options = new() { Encoder = relaxed ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : null };
        DecisionRecord record = DecisionCodecTests.Any(random);
        Direct(record, options).ShouldBe(OfAvro(record, options));
    });

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(double.PositiveInfinity, -1)]
    [InlineData(double.NegativeInfinity, -62_135_596_800_001)]
    [InlineData(-0.0, -62_135_596_800_000)]
    [InlineData(double.Epsilon, 253_402_300_799_999)]
    [InlineData(0.1, 253_402_300_800_000)]
    [InlineData(1e300, long.MinValue)]
    public void numbers_and_times_at_the_edges_are_written_alike(double number, long time)
    {
        DecisionRecord any = DecisionCodecTests.Any(new Random(7));
        DecisionRecord record = any with
        {
            CreatedAt = new Timestamp(time),
            Decision = any.Decision with { Score = number, Alternatives = [new DecisionAlternative(new Timestamp(time), number)] },
        };
        Direct(record, default).ShouldBe(OfAvro(record, default));
    }
}
