using System.Globalization;
using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Wire;

namespace SendFlowr.Connectors.Records;

/// <summary>How the records of a topic say which Avro schema they were written with. Not thread-safe.</summary>
internal abstract class AvroRecordForm
{
    /// <summary>Finds what a record is to be read with.</summary>
    /// <param name="record">With its header, if it has one.</param>
    /// <param name="body">The record's bytes behind the header: a view into the record.</param>
    /// <exception cref="AvroDataException">Its schema is unknown, or cannot be used.</exception>
    public abstract DatumReader Open(ReadOnlySpan<byte> record, out ReadOnlySpan<byte> body);

    /// <summary>Each record names its schema: by the id of a registry, or by the fingerprint of a schema of <c>schemas/</c>.</summary>
    public sealed class Named(Func<int, string?> findSchema) : AvroRecordForm
    {
        private readonly WireDecoder _registry = new(findSchema);
        private readonly Dictionary<ulong, DatumReader> _ours = [];

        public override DatumReader Open(ReadOnlySpan<byte> record, out ReadOnlySpan<byte> body) =>
            SingleObject.TryReadHeader(record, out ulong fingerprint, out body) ? Ours(fingerprint) : _registry.Open(record, out body).Reader;

        private DatumReader Ours(ulong fingerprint)
        {
            if (_ours.TryGetValue(fingerprint, out DatumReader? reader))
            {
                return reader;
            }

            return SchemaCatalog.Embedded.TryFind(fingerprint, out CatalogSchema? schema)
                ? _ours[fingerprint] = new DatumReader(schema.Schema)
                : throw new AvroDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The record names its schema by the fingerprint {fingerprint:x16}, which is none of schemas/. Write it with a serializer for a schema registry, or name the file of its schema in the feed."));
        }
    }

    /// <summary>Every record was written with one schema: without a header, or single-object encoded with its fingerprint.</summary>
    public sealed class Plain(AvroSchema schema) : AvroRecordForm
    {
        private readonly DatumReader _reader = new(schema);
        private readonly ulong _fingerprint = schema.Fingerprint;

        public override DatumReader Open(ReadOnlySpan<byte> record, out ReadOnlySpan<byte> body)
        {
            if (!SingleObject.TryReadHeader(record, out ulong fingerprint, out body) || fingerprint != _fingerprint)
            {
                body = record;
            }

            return _reader;
        }
    }
}
