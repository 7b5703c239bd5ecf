using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Tests.Schemas;

public sealed class LogicalTypeTests
{
    [Theory]
    [InlineData("\"int\"", "\"date\"")]
    [InlineData("\"int\"", "\"time-millis\"")]
    [InlineData("\"long\"", "\"time-micros\"")]
    [InlineData("\"long\"", "\"timestamp-millis\"")]
    [InlineData("\"long\"", "\"timestamp-micros\"")]
    [InlineData("\"long\"", "\"timestamp-nanos\"")]
    [InlineData("\"long\"", "\"local-timestamp-millis\"")]
    [InlineData("\"string\"", "\"uuid\"")]
    [InlineData("\"fixed\",\"name\":\"F\",\"size\":16", "\"uuid\"")]
    [InlineData("\"fixed\",\"name\":\"F\",\"size\":12", "\"duration\"")]
    [InlineData("\"bytes\"", "\"big-decimal\"")]
    public void a_logical_type_on_its_underlying_type_is_kept(string type, string logicalType) =>
        Of(type, logicalType)!.Name.ShouldBe(logicalType.Trim('"'));

    [Theory]
    [InlineData("\"string\"", "\"timestamp-millis\"")]
    [InlineData("\"long\"", "\"date\"")]
    [InlineData("\"long\"", "\"no-such-type\"")]
    [InlineData("\"long\"", "7")]
    [InlineData("\"fixed\",\"name\":\"F\",\"size\":15", "\"uuid\"")]
    [InlineData("\"fixed\",\"name\":\"F\",\"size\":11", "\"duration\"")]
    [InlineData("\"bytes\"", "\"decimal\"")]
    [InlineData("\"int\",\"precision\":3", "\"decimal\"")]
    [InlineData("\"bytes\",\"precision\":0", "\"decimal\"")]
    [InlineData("\"bytes\",\"precision\":3,\"scale\":4", "\"decimal\"")]
    [InlineData("\"bytes\",\"precision\":3,\"scale\":\"1\"", "\"decimal\"")]
    [InlineData("\"fixed\",\"name\":\"F\",\"size\":2,\"precision\":5", "\"decimal\"")]
    public void one_that_is_unknown_or_does_not_fit_is_ignored(string type, string logicalType) => Of(type, logicalType).ShouldBeNull();

    [Theory]
    [InlineData("\"bytes\",\"precision\":3,\"scale\":1", 3, 1)]
    [InlineData("\"bytes\",\"precision\":3", 3, 0)]
    [InlineData("\"fixed\",\"name\":\"F\",\"size\":2,\"precision\":4,\"scale\":4", 4, 4)]
    public void a_decimal_has_precision_and_scale(string type, int precision, int scale) =>
        Of(type, "\"decimal\"").ShouldBe(new LogicalType("decimal", precision, scale));

    private static LogicalType? Of(string type, string logicalType) =>
        AvroSchema.Parse($$"""{"type":{{type}},"logicalType":{{logicalType}}}""").LogicalType;
}
