using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Pipeline.Records;

/// <summary>
/// A record type on the wire: Avro's single-object encoding, a marker and the fingerprint of the writer's schema before the body.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class WireSchema
{
    private readonly AvroSchema _current;

    /// <param name="name">Name of a file in <c>schemas/</c>, without its ending.</param>
    public WireSchema(string name)
    {
        Name = name;
        _current = SchemaCatalog.Embedded.Current(name).Schema;
        Fingerprint = _current.Fingerprint;
    }

    public string Name { get; }

    public ulong Fingerprint { get; }

    /// <summary>
    /// The body in today's schema: the record's own bytes when it was written with it, translated otherwise.
    /// </summary>
    /// <exception cref="AvroDataException">No header, an unknown fingerprint, or bytes that do not fit their schema.</exception>
    public ReadOnlySpan<byte> Body(ReadOnlySpan<byte> record)
    {
        if (!SingleObject.TryReadHeader(record, out ulong fingerprint, out ReadOnlySpan<byte> body))
        {
            string why = record.Length > 0 && record[0] == 0 ? " It has the header of a schema registry: set kafka.registry." : "";
            throw new AvroDataException($"A record of '{Name}' does not begin with the single-object marker C3 01.{why}");
        }

        return fingerprint == Fingerprint ? body : Translate(fingerprint, body);
    }

    private ReadOnlySpan<byte> Translate(ulong fingerprint, ReadOnlySpan<byte> body)
    {
        if (!SchemaCatalog.Embedded.TryFind(fingerprint, out CatalogSchema? writer))
        {
            throw new AvroDataException(
                $"A record of '{Name}' was written with schema {fingerprint:x16}, which this version does not know: it is from a later version.");
        }

        AvroWriter output = new();
        new Transcoder(writer.Schema, _current).Transcode(body, output);
        return output.WrittenSpan;
    }
}
