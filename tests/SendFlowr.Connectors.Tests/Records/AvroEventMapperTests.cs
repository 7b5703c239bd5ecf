using System.Text.Json;
using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Records;
using SendFlowr.Connectors.Tests.Support;

namespace SendFlowr.Connectors.Tests.Records;

public sealed class AvroEventMapperTests
{
    private const int Id = 258;

    private const string Text = """
        {"type":"record","name":"Click","namespace":"shop","fields":[
          {"name":"event_id","type":"string"},
          {"name":"event_type","type":{"type":"enum","name":"Kind","symbols":["clicked","opened"]}},
          {"name":"occurred_at","type":{"type":"long","logicalType":"timestamp-millis"}},
          {"name":"provider","type":"string"},
          {"name":"channel","type":["null","string"]},
          {"name":"identifiers","type":{"type":"array","items":{"type":"record","name":"Identifier","fields":[
            {"name":"type","type":"string"},{"name":"value","type":"string"}]}}}]}
        """;

    private static readonly RecordSchema Schema = (RecordSchema)AvroSchema.Parse(Text);

    private readonly List<int> _asked = [];

    [Fact]
    public void a_record_with_the_id_of_a_registry_becomes_the_event_that_its_json_would()
    {
        Recorder recorder = new();
        IEventMapper mapper = Named();
        mapper.Map([0, 0, 0, 1, 2, .. Body("e1")], Recorder.ReceivedAt, recorder);
        JsonElement mapped = recorder.SingleEvent();
        mapped.GetProperty("event_id").GetString().ShouldBe("e1");
        mapped.GetProperty("event_type").GetString().ShouldBe("clicked");
        mapped.GetProperty("occurred_at").GetString().ShouldBe("2026-11-21T11:00:00Z");
        mapper.Map([0, 0, 0, 1, 2, .. Body("e2")], Recorder.ReceivedAt, recorder);
        recorder.Events.Count.ShouldBe(2);
        _asked.ShouldBe([Id]);
    }

    [Fact]
    public void a_plain_record_and_a_single_object_of_the_named_schema_are_both_read()
    {
        IEventMapper mapper = AvroEventMapper.OfPlain(Inner(), Schema);
        AvroWriter header = new();
        SingleObject.WriteHeader(header, Schema.Fingerprint);
        Recorder recorder = new();
        mapper.Map(Body("e1"), Recorder.ReceivedAt, recorder);
        mapper.Map([.. header.WrittenSpan, .. Body("e2")], Recorder.ReceivedAt, recorder);
        recorder.Rejections.ShouldBeEmpty();
        recorder.Events.Select(text => JsonDocument.Parse(text).RootElement.GetProperty("event_id").GetString()).ShouldBe(["e1", "e2"]);
    }

    [Fact]
    public void a_single_object_of_our_own_event_schema_is_read_by_its_fingerprint()
    {
        AvroWriter writer = new();
        CatalogSchema ours = SchemaCatalog.Embedded.Current("lane");
        SingleObject.WriteHeader(writer, ours.Fingerprint);
        Recorder recorder = new();
        Named().Map(writer.WrittenSpan, Recorder.ReceivedAt, recorder);

        // Its schema is known; the body is missing.
        recorder.SingleRejection().Reason.ShouldBe(RejectionReason.MalformedAvro);
        recorder.SingleRejection().Detail.ShouldNotContain("fingerprint");
        recorder = new Recorder();
        writer.Clear();
        SingleObject.WriteHeader(writer, 5);
        Named().Map(writer.WrittenSpan, Recorder.ReceivedAt, recorder);
        recorder.SingleRejection().Detail.ShouldContain("fingerprint 0000000000000005");
    }

    [Theory]
    [InlineData("unknown id", "does not know")]
    [InlineData("no schema", "cannot be used")]
    [InlineData("cut short", "")]
    [InlineData("empty", "is empty")]
    [InlineData("json", "begins with")]
    public void what_cannot_be_read_is_one_rejection_of_the_whole_record(string what, string detail)
    {
        byte[] record = what switch
        {
            "unknown id" => [0, 0, 0, 0, 9, .. Body("e1")],
            "no schema" => [0, 0, 0, 0, 8, .. Body("e1")],
            "cut short" => [0, 0, 0, 1, 2, .. Body("e1")[..10]],
            "empty" => [],
            _ => "{\"event_id\":\"e1\"}"u8.ToArray(),
        };
        Recorder recorder = new();
        Named().Map(record, Recorder.ReceivedAt, recorder);
        Rejection rejection = recorder.SingleRejection();
        rejection.Reason.ShouldBe(RejectionReason.MalformedAvro);
        rejection.Detail.ShouldContain(detail);
        (rejection.Index, rejection.RawStart, rejection.RawLength).ShouldBe((-1, 0, record.Length));
    }

    [Fact]
    public void an_event_that_the_definition_rejects_keeps_the_whole_record_as_evidence()
    {
        byte[] record = [0, 0, 0, 1, 2, .. Body("")];
        Recorder recorder = new();
        Named().Map(record, Recorder.ReceivedAt, recorder);
        Rejection rejection = recorder.SingleRejection();
        rejection.Path.ShouldBe("event_id");
        (rejection.RawStart, rejection.RawLength).ShouldBe((0, record.Length));
    }

    [Fact]
    public void a_record_beyond_the_limit_of_documents_is_too_large()
    {
        byte[] record = [0, 0, 0, 1, 2, .. Body(new string('x', AvroEventMapper.MaxDocumentBytes))];
        Recorder recorder = new();
        Named().Map(record, Recorder.ReceivedAt, recorder);
        recorder.SingleRejection().Reason.ShouldBe(RejectionReason.TooLarge);
        recorder.SingleRejection().Detail.ShouldStartWith("the record takes more than 16777216 bytes as JSON");
    }

    [Fact]
    public void a_schema_that_is_not_known_yet_is_nobodys_rejection()
    {
        Recorder recorder = new();
        IEventMapper mapper = AvroEventMapper.OfNamed(Inner(), _ => throw new InvalidOperationException("not known yet"));
        Should.Throw<InvalidOperationException>(() => mapper.Map([0, 0, 0, 1, 2, .. Body("e1")], Recorder.ReceivedAt, recorder));
        recorder.Count.ShouldBe(0);
    }

    private static IEventMapper Inner() =>
        new MapperFactory(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions()).CreateJson();

    private static byte[] Body(string id)
    {
        AvroWriter writer = new();
        RecordSchema identifier = (RecordSchema)((ArraySchema)Schema.Fields[5].Schema).Items;
        AvroValue person = AvroValue.FromRecord(AvroRecord.Create(
            identifier, ("type", AvroValue.FromString("email")), ("value", AvroValue.FromString("a@example.com"))));
        new DatumWriter(Schema).Write(
            AvroValue.FromRecord(AvroRecord.Create(
                Schema,
                ("event_id", AvroValue.FromString(id)),
                ("event_type", AvroValue.FromEnum((EnumSchema)Schema.Fields[1].Schema, "clicked")),
                ("occurred_at", AvroValue.FromLong(Recorder.ReceivedAt - 3_600_000)),
                ("provider", AvroValue.FromString("klaviyo")),
                ("channel", AvroValue.FromString("email")),
                ("identifiers", AvroValue.FromArray([person])))),
            writer);
        return writer.WrittenSpan.ToArray();
    }

    private IEventMapper Named() => AvroEventMapper.OfNamed(Inner(), id =>
    {
        _asked.Add(id);
        return id switch
        {
            Id => Text,
            8 => "{\"type\":\"nonsense\"}",
            _ => null,
        };
    });
}
