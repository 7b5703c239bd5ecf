using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Containers;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Tests.Support;

namespace SendFlowr.Connectors.Tests.Files;

public sealed class AvroContentTests : IDisposable
{
    private const string Texts = """{"type":"record","name":"R","fields":[{"name":"n","type":"int"},{"name":"t","type":["null","string"]}]}""";

    private static readonly RecordSchema TextsSchema = (RecordSchema)AvroSchema.Parse(Texts);

    private readonly TempFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("a.avro", ContainerCodec.Null)]
    [InlineData("a.avro", ContainerCodec.Deflate)]
    [InlineData("a.AVRO", ContainerCodec.Snappy)]
    [InlineData("a.avro.gz", ContainerCodec.Null)]
    public void each_record_is_a_document_of_json_with_its_number(string name, ContainerCodec codec)
    {
        string path = files.Write(name, AvroFiles.Write(Texts, Enumerable.Range(0, 500).Select(n => Record(n, n % 2 == 0 ? null : "né \"\n")), codec));

        List<ReadDocument> documents = SourceReading.ReadAll(path, new FileSourceOptions { BatchBytes = 1000 });

        documents.Select(document => document.Number).ShouldBe(Enumerable.Range(1, 500).Select(n => (long)n));
        documents[0].Text.ShouldBe("""{"n":0,"t":null}""");
        documents[1].Text.ShouldBe("""{"n":1,"t":"né \"\n"}""");
        documents[499].Text.ShouldStartWith("""{"n":499,""");
    }

    [Fact]
    public void a_file_without_records_has_no_documents() =>
        SourceReading.Texts(files.Write("a.avro", AvroFiles.Write(Texts, []))).ShouldBeEmpty();

    [Fact]
    public void a_file_that_was_cut_short_gives_its_whole_blocks_and_then_fails()
    {
        byte[] whole = AvroFiles.Write(Texts, Enumerable.Range(0, 100).Select(n => Record(n, "text")), ContainerCodec.Null);
        foreach (string name in (string[])["a.avro", "b.avro.gz"])
        {
            string path = files.Write(name, whole[..(whole.Length * 2 / 3)]);
            using FileSource source = FileSource.Open(path, new FileSourceOptions { BatchBytes = 200 });
            int read = 0;

            SourceDamagedException error = Should.Throw<SourceDamagedException>(() => Count(source, ref read));

            read.ShouldBeInRange(40, 70);
            error.Documents.ShouldBe(read);
            error.Message.ShouldStartWith($"{path}: At byte ");
            error.Message.ShouldContain($"after {read} records: ");
            error.Message.ShouldContain("cut short. Fetch it again. The ");
        }
    }

    [Fact]
    public void damaged_gzip_around_an_avro_file_is_told_as_that()
    {
        byte[] packed = TempFiles.Gzip(AvroFiles.Write(Texts, Enumerable.Range(0, 9000).Select(n => Record(n * 7919, "t")), ContainerCodec.Null));
        string path = files.WriteRaw("a.avro.gz", packed[..(packed.Length / 2)]);
        Should.Throw<SourceDamagedException>(() => SourceReading.ReadAll(path)).Message.ShouldContain("the gzip data ends early or is damaged");
    }

    [Fact]
    public void a_header_that_cannot_be_used_is_refused_before_anything_is_read()
    {
        byte[] whole = AvroFiles.Write(Texts, [], ContainerCodec.Snappy);
        string path = files.Write("a.avro", Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(whole).Replace("snappy", "brotli", StringComparison.Ordinal)));
        Should.Throw<SourceFormatException>(() => FileSource.Open(path, new FileSourceOptions())).Message.ShouldBe(
            $"{path}: At byte 4 of the Avro container file, after 0 records: The codec 'brotli' is not known; known are null, deflate and "
            + "snappy. Write the file with one of these. Nothing of it was read.");
    }

    [Fact]
    public void a_name_that_promises_avro_is_held_to_it_and_so_is_a_definition_of_csv()
    {
        Should.Throw<SourceFormatException>(() => FileSource.Open(files.Write("a.avro", "{}"), new FileSourceOptions()))
            .Message.ShouldEndWith("the name ends in .avro and the content is no Avro container file. Rename it after what it is, or fetch it again.");
        Should.Throw<SourceFormatException>(() => FileSource.Open(files.Write("b.avro", ""), new FileSourceOptions()));
        string path = files.Write("c.avro", AvroFiles.Write(Texts, [Record(1, null)]));
        Should.Throw<SourceFormatException>(() => FileSource.Open(path, new FileSourceOptions { Format = DocumentFormat.Csv }))
            .Message.ShouldEndWith("this is an Avro container file, and the definition reads CSV. Give it a definition without 'format: csv'.");
        SourceReading.Texts(path, new FileSourceOptions { Format = DocumentFormat.Json }).Length.ShouldBe(1);
    }

    [Fact]
    public void a_record_over_the_limit_is_passed_over_and_the_next_ones_are_read()
    {
        FileSourceOptions options = new() { MaxDocumentBytes = 1000, BatchBytes = 200 };
        AvroValue[] records = [Record(1, "a"), Record(2, new string('x', 2000)), Record(3, new string('y', 50_000)), Record(4, "b")];

        List<ReadDocument> documents = SourceReading.ReadAll(files.Write("a.avro", AvroFiles.Write(Texts, records)), options);

        documents.Select(document => document.Number).ShouldBe([1, 2, 3, 4]);
        documents.Select(document => document.Oversize?.Reason).ShouldBe([null, RejectionReason.TooLarge, RejectionReason.TooLarge, null]);
        documents[1].Oversize!.TotalBytes.ShouldBe(2000 + """{"n":2,"t":""}""".Length);
        documents[3].Text.ShouldBe("""{"n":4,"t":"b"}""");
    }

    [Fact]
    public void a_record_that_explodes_as_json_takes_no_more_memory_than_a_document_may()
    {
        // 100,000 items of one byte each become names of 600 characters each.
        string name = new('n', 600);
        string schema = $$$"""{"type":"array","items":{"type":"record","name":"I","fields":[{"name":"{{{name}}}","type":"boolean"}]}}""";
        RecordSchema item = (RecordSchema)((ArraySchema)AvroSchema.Parse(schema)).Items;
        AvroValue[] items = [.. Enumerable.Repeat(AvroValue.FromRecord(AvroRecord.Create(item, (name, AvroValue.FromBoolean(true)))), 100_000)];
        string path = files.Write("a.avro", AvroFiles.Write(schema, [AvroValue.FromArray(items), AvroValue.FromArray([])]));

        long before = GC.GetAllocatedBytesForCurrentThread();
        List<ReadDocument> documents = SourceReading.ReadAll(path, new FileSourceOptions { MaxDocumentBytes = 50_000 });

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(30_000_000);
        documents.Select(document => document.Oversize?.Reason).ShouldBe([RejectionReason.TooLarge, null]);
        documents[1].Text.ShouldBe("[]");
    }

    [Fact]
    public void canonical_events_in_avro_are_those_in_json()
    {
        RecordSchema schema = (RecordSchema)SchemaCatalog.Embedded.Current("event").Schema;
        RecordSchema identifier = (RecordSchema)((ArraySchema)schema.Field("identifiers")!.Schema).Items;
        AvroValue[] identifiers =
        [
            AvroValue.FromRecord(AvroRecord.Create(
                identifier, ("type", AvroValue.FromString("shopify_customer_id")), ("source", AvroValue.FromString("shop")), ("value", AvroValue.FromString("c-1")))),
        ];
        AvroRecord record = AvroRecord.Create(
            schema,
            ("event_id", AvroValue.FromString("e-1")),
            ("event_type", AvroValue.FromString("clicked")),
            ("occurred_at", AvroValue.FromLong(1_795_262_400_123)),
            ("provider", AvroValue.FromString("klaviyo")),
            ("channel", AvroValue.FromString("email")),
            ("identifiers", AvroValue.FromArray(identifiers)));
        string path = files.Write("events.avro", AvroFiles.Write(SchemaCatalog.Embedded.Current("event").Text, [AvroValue.FromRecord(record)]));

        Recorder recorder = Map(path, ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition);

        JsonElement mapped = recorder.SingleEvent();
        JsonElement same = Recorder.MapCanonical(
            """
            {"event_id":"e-1","event_type":"clicked","occurred_at":"2026-11-21T12:00:00.123Z","provider":"klaviyo","channel":"email",
             "identifiers":[{"type":"shopify_customer_id","source":"shop","value":"c-1"}]}
            """).SingleEvent();
        JsonNode.DeepEquals(JsonNode.Parse(mapped.GetRawText()), JsonNode.Parse(same.GetRawText())).ShouldBeTrue(mapped.GetRawText());
    }

    [SharedPayloadsFact("braze_currents_avro")]
    public void real_currents_files_become_the_documents_that_were_published_beside_them()
    {
        string folder = SharedPayloads.PathOf("braze_currents_avro");
        string[] samples = Directory.GetFiles(Path.Combine(folder, "avro"), "*.avro");
        samples.ShouldNotBeEmpty();
        foreach (string sample in samples)
        {
            JsonArray expected = (JsonArray)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, Path.GetFileNameWithoutExtension(sample) + ".json")))!;
            string[] texts = SourceReading.Texts(sample);
            texts.Length.ShouldBe(expected.Count);
            for (int index = 0; index < texts.Length; index++)
            {
                JsonNode.DeepEquals(JsonNode.Parse(texts[index]), expected[index]).ShouldBeTrue($"{sample}: {texts[index]}");
            }
        }
    }

    [SharedPayloadsFact("braze_currents_avro")]
    public void a_definition_maps_a_real_currents_file()
    {
        const string definition = """
            connector: currents
            event_id: id
            event_type: { const: clicked }
            occurred_at: { path: time, format: unix_s }
            provider: braze
            channel: email
            identifiers:
              - { type: email, path: email_address }
            campaign_id: campaign_id
            """;
        string sample = Path.Combine(SharedPayloads.PathOf("braze_currents_avro"), "avro", "users.messages.email.Click.avro");

        // The published sample lies in 2034.
        JsonElement mapped = Map(sample, ConnectorDefinitionLoader.Load(definition, "test.yaml"), 2_033_802_600_000).SingleEvent();

        mapped.GetProperty("event_id").GetString().ShouldBe("f47ac10b-58cc-4372-a567-0e02b2c3d479");
        mapped.GetProperty("occurred_at").GetString().ShouldBe("2034-06-13T09:08:24Z");
    }

    private static AvroValue Record(int number, string? text) => AvroValue.FromRecord(AvroRecord.Create(
        TextsSchema, ("n", AvroValue.FromInt(number)), ("t", text is null ? AvroValue.Null : AvroValue.FromString(text))));

    private static void Count(FileSource source, ref int read)
    {
        DocumentBatch batch = new();
        while (source.TryReadBatch(batch))
        {
            read += batch.Count;
        }
    }

    private static Recorder Map(string path, ConnectorDefinition definition, long receivedAt = Recorder.ReceivedAt)
    {
        using FileSource source = FileSource.Open(path, FileSourceOptions.For(definition));
        IEventMapper mapper = source.CreateMapper(new MapperFactory(definition, new MapperOptions()));
        Recorder recorder = new();
        DocumentBatch batch = new();
        while (source.TryReadBatch(batch))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                batch[i].MapTo(mapper, receivedAt, recorder);
            }
        }

        return recorder;
    }
}
