using System.Text;
using SendFlowr.Avro.Containers;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Avro.Tests.Containers;

public sealed class ContainerRoundTripTests(ITestOutputHelper output)
{
    private const string Longs = """{"type":"record","name":"R","fields":[{"name":"a","type":"long"}]}""";

    [Theory]
    [InlineData(ContainerCodec.Null)]
    [InlineData(ContainerCodec.Deflate)]
    [InlineData(ContainerCodec.Snappy)]
    public void what_was_written_is_read_whatever_the_schema_and_the_size_of_blocks(ContainerCodec codec) => Law.Holds(output, 60, random =>
    {
        string text = RandomSchemas.RecordText(random);
        AvroSchema schema = AvroSchema.Parse(text);
        RandomValues source = new(random);
        List<AvroValue> values = [.. Enumerable.Range(0, random.Next(40)).Select(_ => source.Next(schema))];

        byte[] file = ContainerFiles.Write(text, values, codec, blockBytes: 1 << random.Next(12));

        ContainerFiles.Read(file).ShouldBe(values);
    });

    [Fact]
    public void records_are_read_in_the_schema_that_the_reader_wants()
    {
        AvroSchema wanted = AvroSchema.Parse(
            """
            {"type":"record","name":"R","fields":[
              {"name":"b","type":"string","default":"none"},{"name":"c","type":"double","aliases":["a"]}]}
            """);

        AvroRecord record = ContainerFiles.Read(ContainerFiles.Write(Longs, [Long(7)], ContainerCodec.Deflate), wanted)[0].AsRecord();

        record["b"].AsString().ShouldBe("none");
        record["c"].AsDouble().ShouldBe(7);
    }

    [Fact]
    public void the_bytes_of_records_can_be_taken_and_appended_as_they_are()
    {
        byte[] file = ContainerFiles.Write(Longs, Enumerable.Range(0, 5000).Select(value => Long(value)), ContainerCodec.Snappy, 1000);
        using MemoryStream copy = new();
        ContainerReader reader = new(new MemoryStream(file));
        using (ContainerWriter writer = new(copy, Longs, ContainerFiles.SyncMarker, new() { Codec = ContainerCodec.Snappy, BlockBytes = 1000 }))
        {
            while (reader.TryReadDatum(out ReadOnlySpan<byte> datum))
                writer.AppendDatum(datum);
            writer.Records.ShouldBe(5000);
        }

        reader.Records.ShouldBe(5000);
        reader.Position.ShouldBe(file.Length);
        copy.ToArray().ShouldBe(file);
    }

    [Fact]
    public void the_header_keeps_schema_codec_and_metadata()
    {
        using MemoryStream stream = new();
        Dictionary<string, ReadOnlyMemory<byte>> metadata = new() { ["made.by"] = "a test"u8.ToArray() };
        new ContainerWriter(stream, Longs, ContainerFiles.SyncMarker, new() { Metadata = metadata }).Dispose();
        stream.Position = 0;

        ContainerHeader header = new ContainerReader(stream).Header;

        header.SchemaText.ShouldBe(Longs);
        header.Codec.ShouldBe(ContainerCodec.Deflate);
        header.SyncMarker.ToArray().ShouldBe(ContainerFiles.SyncMarker);
        header.Metadata.Keys.ShouldBe(["avro.schema", "avro.codec", "made.by"], ignoreOrder: true);
        Encoding.UTF8.GetString(header.Metadata["made.by"].Span).ShouldBe("a test");
    }

    [Fact]
    public void a_file_without_a_codec_is_not_compressed_and_blocks_may_be_empty() =>
        ContainerFiles.Read(ContainerFiles.Forge([("avro.schema", "\"long\"")], (0, null, []), (2, null, [2, 4]), (0, null, []), (1, null, [6])))
            .Select(value => value.AsLong()).ShouldBe([1, 2, 3]);

    [Fact]
    public void blocks_come_out_as_they_fill_and_a_flush_ends_one()
    {
        using MemoryStream stream = new();
        using ContainerWriter writer = new(stream, Longs, ContainerFiles.SyncMarker, new() { Codec = ContainerCodec.Null, BlockBytes = 10 });
        long header = stream.Length;
        for (int count = 0; count < 9; count++)
            writer.Append(Long(1));
        stream.Length.ShouldBe(header);
        writer.Append(Long(1));
        stream.Length.ShouldBe(header + 2 + 10 + ContainerHeader.SyncMarkerBytes);
        writer.Append(Long(1));
        writer.Flush();
        stream.Length.ShouldBe(header + 2 + 10 + 2 + 1 + (2 * ContainerHeader.SyncMarkerBytes));
        writer.Flush();
        stream.Length.ShouldBe(header + 2 + 10 + 2 + 1 + (2 * ContainerHeader.SyncMarkerBytes));
    }

    [Fact]
    public void a_stream_that_gives_a_byte_at_a_time_is_read_alike()
    {
        byte[] file = ContainerFiles.Write(Longs, Enumerable.Range(0, 300).Select(value => Long(value)), ContainerCodec.Deflate, 100);
        ContainerReader reader = new(new TricklingStream(file));
        for (long expected = 0; expected < 300; expected++)
        {
            reader.TryRead(out AvroValue value).ShouldBeTrue();
            value.AsRecord()["a"].AsLong().ShouldBe(expected);
        }

        reader.TryRead(out _).ShouldBeFalse();
        reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public void a_writer_refuses_what_would_not_be_a_file()
    {
        using MemoryStream stream = new();
        Dictionary<string, ReadOnlyMemory<byte>> reserved = new() { ["avro.mine"] = default };
        Should.Throw<ArgumentException>(() => new ContainerWriter(stream, Longs, new byte[15])).Message.ShouldContain("16 bytes, not 15");
        Should.Throw<ArgumentException>(() => new ContainerWriter(stream, Longs, ContainerFiles.SyncMarker, new() { Metadata = reserved }))
            .Message.ShouldContain("'avro.mine'");
        Should.Throw<AvroSchemaException>(() => new ContainerWriter(stream, "{}", ContainerFiles.SyncMarker));
        stream.Length.ShouldBe(0);
    }

    [Fact]
    public void the_checksum_is_the_one_of_the_catalogue_of_crcs() => Crc32.Of("123456789"u8).ShouldBe(0xCBF43926);

    private static AvroValue Long(long value) => Samples.Record(Longs, ("a", AvroValue.FromLong(value)));

    private sealed class TricklingStream(byte[] data) : MemoryStream(data)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
    }
}
