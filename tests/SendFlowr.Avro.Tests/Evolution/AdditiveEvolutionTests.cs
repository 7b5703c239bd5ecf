using SendFlowr.Avro.Evolution;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Tests.Evolution;

public sealed class AdditiveEvolutionTests
{
    private const string Older = """
        {"type":"record","name":"n.R","fields":[
          {"name":"a","type":"int"},
          {"name":"b","type":["null","string"],"default":null},
          {"name":"c","type":{"type":"array","items":{"type":"record","name":"I","fields":[{"name":"x","type":"long","default":1}]}}},
          {"name":"d","type":{"type":"map","values":{"type":"fixed","name":"F","size":2}}},
          {"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"],"default":"A"},"default":"A"},
          {"name":"g","type":{"type":"enum","name":"G","symbols":["A","B"]}},
          {"name":"t","type":{"type":"long","logicalType":"timestamp-millis"}},
          {"name":"r","type":["null","R"],"default":null}]}
        """;

    [Theory]
    [InlineData("\"name\":\"n.R\"", "\"name\":\"n.R\",\"doc\":\"new\"")]
    [InlineData("\"name\":\"n.R\"", "\"name\":\"n.R\",\"aliases\":[\"n.Q\"]")]
    [InlineData("{\"name\":\"a\"", "{\"name\":\"new\",\"type\":\"int\",\"default\":0},{\"name\":\"a\"")]
    [InlineData("{\"name\":\"a\"", "{\"name\":\"renamed\",\"aliases\":[\"a\"]")]
    [InlineData("[\"null\",\"string\"]", "[\"null\",\"string\",\"int\"]")]
    [InlineData("\"name\":\"I\"", "\"name\":\"J\",\"aliases\":[\"I\"]")]
    [InlineData("[\"A\",\"B\"],\"default\"", "[\"A\",\"B\",\"C\"],\"default\"")]
    public void additions_are_allowed(string from, string to) => Check(from, to).ShouldBeEmpty();

    [Theory]
    [InlineData("{\"name\":\"a\",\"type\":\"int\"},", "", "$.a", "removed")]
    [InlineData("{\"name\":\"a\"", "{\"name\":\"renamed\"", "$.a", "renamed without an alias")]
    [InlineData("{\"name\":\"a\"", "{\"name\":\"new\",\"type\":\"int\"},{\"name\":\"a\"", "$.new", "no default")]
    [InlineData("\"a\",\"type\":\"int\"", "\"a\",\"type\":\"long\"", "$.a", "type changed from 'int' to 'long'")]
    [InlineData("\"a\",\"type\":\"int\"", "\"a\",\"type\":[\"int\",\"null\"]", "$.a", "type changed from 'int' to 'union'")]
    [InlineData("\"a\",\"type\":\"int\"", "\"a\",\"type\":\"int\",\"default\":0", "$.a", "default changed from none to '0'")]
    [InlineData("\"default\":1", "\"default\":2", "$.c.items.x", "default changed from '1' to '2'")]
    [InlineData(",\"default\":1", "", "$.c.items.x", "default changed from '1' to none")]
    [InlineData("[\"null\",\"string\"]", "[\"null\"]", "$.b", "lost branches")]
    [InlineData("[\"null\",\"string\"]", "[\"null\",\"int\",\"string\"]", "$.b[1]", "type changed")]
    [InlineData("\"name\":\"I\"", "\"name\":\"J\"", "$.c.items", "renamed to 'n.J'")]
    [InlineData("\"name\":\"n.R\",\"fields\"", "\"name\":\"m.R\",\"fields\"", "$", "renamed to 'm.R'")]
    [InlineData("\"size\":2", "\"size\":3", "$.d.values", "size changed")]
    [InlineData("[\"A\",\"B\"],\"default\":\"A\"", "[\"A\"],\"default\":\"A\"", "$.e", "symbols were removed")]
    [InlineData("[\"A\",\"B\"],\"default\":\"A\"", "[\"B\",\"A\"],\"default\":\"A\"", "$.e", "symbols were removed")]
    [InlineData("[\"A\",\"B\"],\"default\":\"A\"", "[\"A\",\"B\"]", "$.e", "enum's default changed")]
    [InlineData("[\"A\",\"B\"]}", "[\"A\",\"B\",\"C\"]}", "$.g", "had no default")]
    [InlineData("\"timestamp-millis\"", "\"timestamp-micros\"", "$.t", "logical type changed")]
    [InlineData("\"type\":\"long\",\"logicalType\":\"timestamp-millis\"", "\"type\":\"long\"", "$.t", "logical type changed")]
    public void anything_else_is_a_violation(string from, string to, string path, string reason)
    {
        IReadOnlyList<SchemaViolation> violations = Check(from, to);

        violations.ShouldContain(violation => violation.Path == path && violation.Reason.Contains(reason), string.Join('\n', violations));
    }

    [Fact]
    public void moving_a_field_is_a_violation()
    {
        AvroSchema older = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}""");
        AvroSchema newer = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"b","type":"int"},{"name":"a","type":"int"}]}""");

        AdditiveEvolution.Check(older, newer).Single().ToString().ShouldStartWith("$.b: the field was moved");
    }

    private static IReadOnlyList<SchemaViolation> Check(string from, string to)
    {
        int index = Older.IndexOf(from, StringComparison.Ordinal);
        index.ShouldBeGreaterThanOrEqualTo(0, $"'{from}' is not in the older schema");
        string newer = string.Concat(Older.AsSpan(0, index), to, Older.AsSpan(index + from.Length));
        return AdditiveEvolution.Check(AvroSchema.Parse(Older), AvroSchema.Parse(newer));
    }
}
