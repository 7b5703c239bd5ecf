using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Streams.Kafka.Owners;

/// <summary>A value of the owners topic (<c>schemas/owner.avsc</c>), in Avro's single-object encoding. Immutable.</summary>
internal sealed record OwnerRecord
{
    private const int MaxBytes = 64 << 10;

    private static readonly CatalogSchema Schema = SchemaCatalog.Embedded.Current("owner");

    public string Instance { get; init; } = "";

    public int? Worker { get; init; }

    public string? Url { get; init; }

    public required long SinceMilliseconds { get; init; }

    public int Workers { get; init; }

    public int Standbys { get; init; }

    public string? Fingerprint { get; init; }

    public int? Partitions { get; init; }

    /// <summary>The address, when it is one.</summary>
    public Uri? Address => Uri.TryCreate(Url, UriKind.Absolute, out Uri? address) ? address : null;

    /// <exception cref="AvroDataException">The bytes are no such record, or of a version that is not known here.</exception>
    public static OwnerRecord Read(ReadOnlySpan<byte> record)
    {
        if (!SingleObject.TryReadHeader(record, out ulong fingerprint, out ReadOnlySpan<byte> body))
        {
            throw new AvroDataException("A record of the owners topic does not begin with the single-object marker C3 01.");
        }

        return fingerprint == Schema.Fingerprint ? ReadBody(body) : ReadBody(Translate(fingerprint, body));
    }

    public byte[] ToBytes()
    {
        AvroWriter writer = new(maxBytes: MaxBytes);
        SingleObject.WriteHeader(writer, Schema.Fingerprint);
        writer.WriteString(Instance);
        WriteOptional(writer, Worker);
        WriteOptional(writer, Url);
        writer.WriteLong(SinceMilliseconds);
        writer.WriteInt(Workers);
        writer.WriteInt(Standbys);
        WriteOptional(writer, Fingerprint);
        WriteOptional(writer, Partitions);
        return writer.WrittenSpan.ToArray();
    }

    private static OwnerRecord ReadBody(ReadOnlySpan<byte> body)
    {
        AvroReader reader = new(body);
        return new OwnerRecord
        {
            Instance = reader.ReadStringText(),
            Worker = ReadOptionalInt(ref reader),
            Url = ReadOptionalText(ref reader),
            SinceMilliseconds = reader.ReadLong(),
            Workers = reader.ReadInt(),
            Standbys = reader.ReadInt(),
            Fingerprint = ReadOptionalText(ref reader),
            Partitions = ReadOptionalInt(ref reader),
        };
    }

    private static byte[] Translate(ulong fingerprint, ReadOnlySpan<byte> body)
    {
        if (!SchemaCatalog.Embedded.TryFind(fingerprint, out CatalogSchema? writer))
        {
            throw new AvroDataException($"A record of the owners topic was written with schema {fingerprint:x16}, which this version does not know.");
        }

        AvroWriter output = new(maxBytes: MaxBytes);
        try
        {
            new Transcoder(writer.Schema, Schema.Schema).Transcode(body, output);
        }
        catch (AvroSchemaException exception)
        {
            throw new AvroDataException($"A record of the owners topic was written with the schema of another topic: {exception.Message}");
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteOptional(AvroWriter writer, int? value)
    {
        writer.WriteUnion(value is null ? 0 : 1);
        if (value is { } number)
        {
            writer.WriteInt(number);
        }
    }

    private static void WriteOptional(AvroWriter writer, string? value)
    {
        writer.WriteUnion(value is null ? 0 : 1);
        if (value is not null)
        {
            writer.WriteString(value);
        }
    }

    private static int? ReadOptionalInt(ref AvroReader reader) => reader.ReadUnion(2) == 0 ? null : reader.ReadInt();

    private static string? ReadOptionalText(ref AvroReader reader) => reader.ReadUnion(2) == 0 ? null : reader.ReadStringText();
}
