using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Evolution;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Resolution;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Avro.Tests.Catalog;

/// <summary>What holds for every schema in <c>schemas/</c>, whichever are there.</summary>
public sealed class EmbeddedSchemasTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. SchemaCatalog.Embedded.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void the_current_schema_is_the_newest_released_or_only_adds_to_it(string name)
    {
        CatalogSchema current = SchemaCatalog.Embedded.Current(name);
        IReadOnlyList<CatalogSchema> released = SchemaCatalog.Embedded.Released(name);

        released.ShouldNotBeEmpty($"Copy schemas/{name}.avsc to schemas/released/{name}/1.avsc.");
        foreach (CatalogSchema version in released)
        {
            AdditiveEvolution.Check(version.Schema, current.Schema).ShouldBeEmpty($"against {version}");
            SchemaCompatibility.Mismatches(current.Schema, version.Schema).ShouldBeEmpty($"against {version}");
        }

        for (int index = 1; index < released.Count; index++)
            AdditiveEvolution.Check(released[index - 1].Schema, released[index].Schema).ShouldBeEmpty($"{released[index]} against the one before");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void every_field_and_type_says_what_it_means(string name)
    {
        RecordSchema record = SchemaCatalog.Embedded.Current(name).Schema.ShouldBeOfType<RecordSchema>();

        record.Namespace.ShouldBe("sendflowr");
        EnsureDocs(record, name, []);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void released_bytes_are_read_with_the_current_schema(string name)
    {
        AvroSchema current = SchemaCatalog.Embedded.Current(name).Schema;
        foreach (CatalogSchema version in SchemaCatalog.Embedded.Released(name))
        {
            DatumReader reader = new(version.Schema, current);
            Law.Holds(output, 50, random => reader.Read(Samples.Bytes(version.Schema, new RandomValues(random).Next(version.Schema))));
        }
    }

    [Fact]
    public void the_event_has_the_fields_of_the_canonical_event_in_order()
    {
        RecordSchema record = (RecordSchema)SchemaCatalog.Embedded.Current("event").Schema;

        record.Fields.Take(16).Select(field => field.Name).ShouldBe(
        [
            "event_id", "event_type", "occurred_at", "provider", "channel", "identifiers", "request_id", "message_id", "campaign_id",
            "campaign_type", "sent_at", "delivered_at", "machine", "utc_offset_minutes", "time_zone", "attributes",
        ]);
    }

    [Fact]
    public void the_dead_letter_has_its_fields_in_order()
    {
        RecordSchema record = (RecordSchema)SchemaCatalog.Embedded.Current("deadletter").Schema;

        record.Fields.Take(11).Select(field => field.Name).ShouldBe(
            ["source", "topic", "partition", "offset", "received_at", "reason", "path", "detail", "raw", "raw_bytes", "raw_sha256"]);
    }

    private static void EnsureDocs(AvroSchema schema, string path, HashSet<AvroSchema> seen)
    {
        if (!seen.Add(schema))
            return;
        if (schema is RecordSchema or EnumSchema)
            ((NamedSchema)schema).Doc.ShouldNotBeNullOrWhiteSpace($"{path} needs a doc");
        switch (schema)
        {
            case RecordSchema record:
                foreach (RecordField field in record.Fields)
                {
                    field.Doc.ShouldNotBeNullOrWhiteSpace($"{path}.{field.Name} needs a doc");
                    EnsureDocs(field.Schema, $"{path}.{field.Name}", seen);
                }

                break;
            case UnionSchema union:
                foreach (AvroSchema branch in union.Branches)
                    EnsureDocs(branch, path, seen);
                break;
            case ArraySchema array:
                EnsureDocs(array.Items, path, seen);
                break;
            case MapSchema map:
                EnsureDocs(map.Values, path, seen);
                break;
            default:
                break;
        }
    }
}
