using System.Buffers.Binary;
using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Streams.Kafka.Wire;

namespace SendFlowr.Registry.Tests.Wire;

public sealed class RegistryFramingTests : IDisposable
{
    private const string Older = """{"type":"record","name":"Lane","fields":[{"name":"provider","type":"string"}]}""";
    private const string Ours = """{"type":"record","name":"Lane","fields":[{"name":"provider","type":"string"},{"name":"count","type":"long","default":7}]}""";
    private const string Newer = """{"type":"record","name":"Lane","fields":[{"name":"provider","type":"string"},{"name":"count","type":"long","default":7},{"name":"note","type":["null","string"],"default":null}]}""";
    private const string Foreign = """{"type":"record","name":"Other","fields":[{"name":"colour","type":"int"}]}""";
    private const int OurId = 40;

    private readonly Dictionary<int, string?> _registry = new() { [41] = Older, [42] = Newer, [43] = Foreign };
    private readonly List<int> _asked = [];
    private readonly SchemaLookup _schemas;
    private readonly RegistryFraming _framing;

    public RegistryFramingTests()
    {
        _schemas = new SchemaLookup(FindAsync, TimeProvider.System);
        _framing = new RegistryFraming(
            [new TopicSchema("lanes", Schema, OurId, IsOpen: false), new TopicSchema("open", Schema, OurId, IsOpen: true)], _schemas);
    }

    private static CatalogSchema Schema { get; } = new("lane", null, AvroSchema.Parse(Ours), Ours);

    public void Dispose() => _schemas.Dispose();

    [Fact]
    public void a_value_leaves_with_the_id_of_its_topic_and_the_same_body()
    {
        byte[] value = Single(Ours, "sendgrid", 3);
        byte[] body = value[SingleObject.HeaderBytes..];
        ReadOnlySpan<byte> framed = _framing.FrameOf("lanes")!.Apply(value);
        framed.ToArray().ShouldBe([0, 0, 0, 0, OurId, .. body]);
    }

    [Fact]
    public void a_value_without_a_header_leaves_as_it_is()
    {
        byte[] json = "{\"request_id\":\"r\"}"u8.ToArray();
        _framing.FrameOf("lanes")!.Apply(json).ToArray().ShouldBe("{\"request_id\":\"r\"}"u8.ToArray());
        _framing.FrameOf("lanes")!.Apply([]).Length.ShouldBe(0);
        _framing.FrameOf("changelog").ShouldBeNull();
        _framing.CreateReader("changelog").ShouldBeNull();
    }

    [Fact]
    public void a_value_of_another_schema_is_no_value_of_the_topic()
    {
        byte[] value = Single(Older, "sendgrid");
        Should.Throw<InvalidOperationException>(() => _framing.FrameOf("lanes")!.Apply(value));
    }

    [Fact]
    public void what_was_written_comes_back_as_it_was_and_costs_no_question()
    {
        byte[] value = Single(Ours, "sendgrid", 3);
        byte[] framed = _framing.FrameOf("lanes")!.Apply([.. value]).ToArray();
        Read("lanes", framed).ShouldBe(value);
        _asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(41, Older)]
    [InlineData(42, Newer)]
    public void values_of_older_and_newer_schemas_come_in_ours_and_the_registry_is_asked_once(int id, string schema)
    {
        byte[] framed = schema == Older ? Framed(id, schema, "ses") : Framed(id, schema, "ses", 9, AvroValue.FromString("new"));
        ValueReader reader = _framing.CreateReader("lanes")!;
        byte[] expected = Single(Ours, "ses", schema == Older ? 7 : 9);
        reader.Read(framed).ToArray().ShouldBe(expected);
        reader.Read(framed).ToArray().ShouldBe(expected);
        _framing.CreateReader("lanes")!.Read(framed).ToArray().ShouldBe(expected);
        _asked.ShouldBe([id]);
    }

    [Theory]
    [InlineData("{\"request_id\":\"r\"}")]
    [InlineData("")]
    public void values_in_other_forms_come_as_they_are(string text) =>
        Read("lanes", System.Text.Encoding.UTF8.GetBytes(text)).ShouldBe(System.Text.Encoding.UTF8.GetBytes(text));

    [Fact]
    public void single_object_values_come_as_they_are() => Read("lanes", Single(Older, "ses")).ShouldBe(Single(Older, "ses"));

    [Theory]
    [InlineData(43, "a schema that is not ours")]
    [InlineData(99, "an unknown id")]
    [InlineData(-1, "no id at all")]
    public void what_cannot_be_read_is_handed_on_in_an_open_topic_and_an_error_in_another(int id, string why)
    {
        byte[] framed = [0, 0, 0, 0, 0, 2];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), id);
        Read("open", framed).ShouldBe(framed, why);
        Should.Throw<AvroDataException>(() => Read("lanes", framed), why);
    }

    [Fact]
    public void bytes_cut_short_are_handed_on_in_an_open_topic()
    {
        byte[] cut = Framed(41, Older, "mailgun")[..8];
        Read("open", cut).ShouldBe(cut);
        Read("open", [0, 0, 0]).ShouldBe([0, 0, 0]);
    }

    [Fact]
    public void values_of_our_schema_are_read_without_allocation()
    {
        byte[] framed = _framing.FrameOf("lanes")!.Apply(Single(Ours, "sendgrid", 3)).ToArray();
        byte[] written = Single(Ours, "sendgrid", 3);
        byte[] original = [.. written];
        ValueReader reader = _framing.CreateReader("lanes")!;
        ValueFrame frame = _framing.FrameOf("lanes")!;
        reader.Read(framed);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            reader.Read(framed);
            original.CopyTo(written, 0);
            frame.Apply(written);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static byte[] Single(string schema, params AvroValue[] fields)
    {
        AvroWriter writer = new();
        SingleObject.WriteHeader(writer, AvroSchema.Parse(schema).Fingerprint);
        return [.. writer.WrittenSpan, .. Body(schema, fields)];
    }

    private static byte[] Single(string schema, string provider) => Single(schema, AvroValue.FromString(provider));

    private static byte[] Single(string schema, string provider, long count) => Single(schema, AvroValue.FromString(provider), AvroValue.FromLong(count));

    private static byte[] Framed(int id, string schema, string provider) => [0, 0, 0, 0, (byte)id, .. Body(schema, [AvroValue.FromString(provider)])];

    private static byte[] Framed(int id, string schema, string provider, long count, AvroValue note) =>
        [0, 0, 0, 0, (byte)id, .. Body(schema, [AvroValue.FromString(provider), AvroValue.FromLong(count), note])];

    private static byte[] Body(string schema, AvroValue[] fields)
    {
        RecordSchema record = (RecordSchema)AvroSchema.Parse(schema);
        AvroWriter writer = new();
        (string, AvroValue)[] named = [.. record.Fields.Zip(fields, (field, value) => (field.Name, value))];
        new DatumWriter(record).Write(AvroValue.FromRecord(AvroRecord.Create(record, named)), writer);
        return writer.WrittenSpan.ToArray();
    }

    private byte[] Read(string topic, byte[] value) => _framing.CreateReader(topic)!.Read(value).ToArray();

    private Task<string?> FindAsync(int id, CancellationToken cancellation)
    {
        lock (_asked)
        {
            _asked.Add(id);
        }

        return Task.FromResult(_registry.GetValueOrDefault(id));
    }
}
