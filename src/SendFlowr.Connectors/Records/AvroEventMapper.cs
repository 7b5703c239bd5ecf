using System.Text.Encodings.Web;
using System.Text.Json;
using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Json;
using SendFlowr.Avro.Schemas;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Records;

/// <summary>Maps Avro records of a topic by a definition of JSON documents: each as the JSON that a container file with it would give.</summary>
/// <remarks>A record that is rejected is evidence as a whole and as it came, since places in its JSON mean nothing in its bytes. Not thread-safe.</remarks>
#pragma warning disable CA1001 // The writer writes to memory that is ours, and has nothing to give back.
public sealed class AvroEventMapper : IEventMapper
#pragma warning restore CA1001
{
    /// <summary>Largest record as JSON, in bytes, inclusive: as for files.</summary>
    public const int MaxDocumentBytes = 16 << 20;

    /// <summary>For a text the writer asks for up to six times the bytes that it takes in the end.</summary>
    private const int RoomFactor = 8;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly IEventMapper _inner;
    private readonly AvroRecordForm _form;
    private readonly JsonLineBuffer _json = new(MaxDocumentBytes * RoomFactor);
    private readonly Utf8JsonWriter _writer = new(Stream.Null, WriterOptions);
    private readonly WholeRecordSink _sink = new();

    private AvroEventMapper(IEventMapper inner, AvroRecordForm form)
    {
        _inner = inner;
        _form = form;
    }

    /// <summary>Of records that each name their schema: by the id of a registry, or single-object encoded with one of <c>schemas/</c>.</summary>
    /// <param name="inner">Maps the JSON.</param>
    /// <param name="findSchema">The text of the schema with an id; null when there is none. What it throws passes through, but for <see cref="AvroDataException"/>.</param>
    public static AvroEventMapper OfNamed(IEventMapper inner, Func<int, string?> findSchema) => new(inner, new AvroRecordForm.Named(findSchema));

    /// <summary>Of records that were all written with one schema, without a header or single-object encoded.</summary>
    public static AvroEventMapper OfPlain(IEventMapper inner, AvroSchema schema) => new(inner, new AvroRecordForm.Plain(schema));

    public void Map(ReadOnlySpan<byte> document, long receivedAtMilliseconds, IMappingSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        try
        {
            DatumReader reader = _form.Open(document, out ReadOnlySpan<byte> body);
            Write(reader.WriterSchema, reader.Read(body));
        }
        catch (AvroDataException exception)
        {
            sink.OnRejected(new Rejection(-1, RejectionReason.MalformedAvro, "", exception.Message, 0, document.Length));
            return;
        }
        catch (JsonLineTooLongException)
        {
            RejectSize(sink, document.Length);
            return;
        }

        if (_json.Length > MaxDocumentBytes)
        {
            RejectSize(sink, document.Length);
            return;
        }

        _sink.Begin(sink, document.Length);
        _inner.Map(_json.Written, receivedAtMilliseconds, _sink);
    }

    private static void RejectSize(IMappingSink sink, int length) => sink.OnRejected(new Rejection(
        -1, RejectionReason.TooLarge, "", $"the record takes more than {MaxDocumentBytes} bytes as JSON, the limit; write its events as records of their own", 0, length));

    private void Write(AvroSchema schema, AvroValue value)
    {
        _json.Clear();
        _writer.Reset(_json);
        AvroJson.Write(_writer, schema, value);
        _writer.Flush();
    }

    /// <summary>Hands outcomes on, with the whole record as evidence of what is rejected.</summary>
    private sealed class WholeRecordSink : IMappingSink
    {
        private IMappingSink _sink = null!;
        private int _recordLength;

        public void Begin(IMappingSink sink, int recordLength)
        {
            _sink = sink;
            _recordLength = recordLength;
        }

        public void OnEvent(in MappedEvent mapped) => _sink.OnEvent(mapped);

        public void OnIgnored(int index) => _sink.OnIgnored(index);

        public void OnRejected(in Rejection rejection) => _sink.OnRejected(rejection with { RawStart = 0, RawLength = _recordLength });
    }
}
